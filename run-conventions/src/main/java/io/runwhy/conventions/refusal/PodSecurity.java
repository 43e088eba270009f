package io.runwhy.conventions.refusal;

import java.util.Locale;

/**
 * The securityContext that a Pod Security denial asks for, as YAML, from the violations that it
 * lists.
 */
final class PodSecurity {
  private PodSecurity() {}

  static String yaml(String violations) {
    String text = violations.toLowerCase(Locale.ROOT);
    StringBuilder yaml = new StringBuilder();
    line(yaml, text.contains("allowprivilegeescalation"), "allowPrivilegeEscalation: false");
    line(yaml, text.contains("unrestricted capabilities"), "capabilities: {drop: [ALL]}");
    line(yaml, text.contains("runasnonroot"), "runAsNonRoot: true");
    line(yaml, text.contains("runasuser=0"), "runAsUser: 1000");
    line(yaml, text.contains("seccompprofile"), "seccompProfile: {type: RuntimeDefault}");
    line(yaml, text.contains("privileged ("), "privileged: false");
    return yaml.toString();
  }

  private static void line(StringBuilder yaml, boolean wanted, String text) {
    if (wanted) {
      yaml.append(yaml.length() == 0 ? "" : "\n").append("      ").append(text);
    }
  }
}
