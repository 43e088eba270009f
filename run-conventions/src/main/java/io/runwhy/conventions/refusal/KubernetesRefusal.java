package io.runwhy.conventions.refusal;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an API server answers to the submitter itself. */
final class KubernetesRefusal {
  private static final TextPatterns ANSWER = TextPatterns.load("kubernetes-answer");
  private static final TextPatterns STATUS = TextPatterns.load("kubernetes-status");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9:@._/+-]{1,253}");
  private static final Pattern JSON_MESSAGE =
      Pattern.compile("\"message\": ?\"((?:[^\"\\\\]|\\\\.){1,20000}+)\"");
  private static final String ACCOUNT = "system:serviceaccount:";

  private KubernetesRefusal() {}

  static Refusal of(
      String kind, String namespace, String name, int status, String reason, String message) {
    String text = told(message);
    Refusal refusal = refusal(status + " " + reason + ": " + text, text, status);
    if (refusal.code().equals("PodCreate.Conflict")) {
      refusal.judged("error", "", "");
    }
    if (refusal.code().equals("PodCreate.Rbac")) {
      rights(kind, refusal);
    }
    return refusal
        .value("object", name.isEmpty() ? kind : kind + " `" + name + '`')
        .value("kind", kind.toLowerCase(Locale.ROOT))
        .value("name", name)
        .value("namespace", namespace);
  }

  private static Refusal refusal(String answer, String text, int status) {
    Optional<TextPatterns.Match> match = ANSWER.first(answer, text);
    if (!match.isPresent()) {
      Refusal known = PodRefusal.of(text);
      match = STATUS.first(answer, text);
      if (!known.code().equals("PodCreate.Other") || !match.isPresent()) {
        Optional<TextPatterns.Match> broken =
            status == 0 && known.code().equals("PodCreate.Other")
                ? Unreachable.match(text)
                : Optional.empty();
        return broken
            .map(b -> Unreachable.of("the Kubernetes API", Optional.of(b), text))
            .orElse(known);
      }
    }
    return Refusal.of(match, "PodCreate.Other").value("text", Quote.of(text));
  }

  /** The right that is missing, as kubectl wants it. */
  private static void rights(String kind, Refusal refusal) {
    Map<String, String> values = refusal.values();
    String user = values.getOrDefault("user", "");
    String group = values.getOrDefault("rbac_group", "");
    String resource = values.getOrDefault("rbac_resource", "");
    if (resource.isEmpty()) {
      resource = kind.toLowerCase(Locale.ROOT) + 's';
      group = kind.equals("Job") ? "batch" : group;
    }
    refusal.value("api_resource", group.isEmpty() ? resource : resource + '.' + group);
    if (PLAIN.matcher(user).matches()) {
      refusal.value("impersonated", user);
      refusal.value(
          "grantee",
          user.startsWith(ACCOUNT)
              ? "--serviceaccount=" + user.substring(ACCOUNT.length())
              : "--user=" + user);
    }
  }

  /**
   * The words of the API server, out of what clients make of them: fabric8 puts them between
   * "Message: " and "Received status: ", others print the JSON of the Status.
   */
  static String told(String message) {
    String text = TextPattern.scanned(message);
    int start = text.indexOf(" Message: ");
    if (start >= 0 && text.startsWith("Failure executing: ")) {
      int end = text.indexOf(" Received status: Status(", start);
      text = text.substring(start + " Message: ".length(), end < 0 ? text.length() : end);
      return text.endsWith(".") && end >= 0 ? text.substring(0, text.length() - 1) : text;
    }
    if (text.indexOf("\"Status\"") >= 0) {
      Matcher json = JSON_MESSAGE.matcher(text);
      if (json.find()) {
        return json.group(1).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\");
      }
    }
    return text;
  }
}
