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
  private static final Pattern NAMED =
      Pattern.compile("^[A-Za-z.]{1,80} \"([a-z0-9.-]{1,253})\" (?:is|already)\\b");
  private static final Pattern JSON_MESSAGE =
      Pattern.compile("\"message\": ?\"((?:[^\"\\\\]|\\\\.){1,20000}+)\"");
  private static final String OTHER = "PodCreate.Other";
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
    String known = name.isEmpty() ? generated(text) : name;
    return refusal
        .value("object", known.isEmpty() ? kind : kind + " `" + known + '`')
        .value("kind", kind.toLowerCase(Locale.ROOT))
        .value("name", known)
        .value("namespace", namespace);
  }

  /** The name that the API server made of generateName, where its answer tells it. */
  private static String generated(String text) {
    Matcher named = NAMED.matcher(text);
    return named.find() ? named.group(1) : "";
  }

  private static Refusal refusal(String answer, String text, int status) {
    Optional<TextPatterns.Match> decided = ANSWER.first(answer, text);
    if (decided.isPresent()) {
      return Refusal.of(decided, OTHER).value("text", Quote.of(text));
    }
    Refusal known = PodRefusal.of(text);
    if (!known.code().equals(OTHER)) {
      return known;
    }
    Optional<TextPatterns.Match> byStatus = STATUS.first(answer, text);
    Optional<TextPatterns.Match> broken =
        status == 0 && !byStatus.isPresent() ? Unreachable.match(text) : Optional.empty();
    return broken.isPresent()
        ? Unreachable.of("the Kubernetes API", broken, text)
        : Refusal.of(byStatus, OTHER).value("text", Quote.of(text));
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
