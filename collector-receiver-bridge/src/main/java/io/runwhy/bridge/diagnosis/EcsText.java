package io.runwhy.bridge.diagnosis;

import io.runwhy.conventions.refusal.TextPattern;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of ECS or its agent, taken apart for the tables: classes wrap each other, names hold words
 * that look like causes, and the end may be cut off anywhere.
 *
 * @param subject what tables look at: lower case, names masked, followed by what was found in it,
 *     in braces
 * @param pull whether it is about an image
 */
record EcsText(String subject, boolean pull) {
  /** Tries after which a service that answers would have answered. */
  static final int MANY_TRIES = 3;

  private static final EcsWords WORDS = EcsWords.STANDARD;
  private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]{0,10}:[^\\s,;\"')\\]]{1,600}");
  private static final Pattern URL =
      Pattern.compile("(https?://[^\\s/\"':]{1,253}(?::[0-9]{1,5})?)[^\\s\"']*");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{1,64}");
  private static final Pattern NAME =
      Pattern.compile(
          "(?<![\\w./:@-])[\\w.-]{2,255}(?::[0-9]{1,5})?(?:/[\\w.-]{1,255}){1,20}(?::[\\w.-]{1,128})?");
  private static final Pattern CLASSES =
      Pattern.compile("^(?:[A-Z][A-Za-z]{1,60}(?:Error|Exception): ?|TaskFailedToStart: ?){1,8}");
  private static final Pattern CLASS = Pattern.compile("\\b[A-Z][A-Za-z]{2,60}Error\\b");
  private static final Pattern HOST =
      Pattern.compile(
          "(?:^|[\\s/\"'])(?:api\\.)?(ecr|ssm|secretsmanager|kms|logs|s3)(?:-fips)?\\.[a-z0-9-]{4,30}\\.(?:amazonaws|vpce)");
  private static final Pattern ACTION =
      Pattern.compile("not authorized to perform:? ?([a-z0-9-]{2,40}):");
  private static final Pattern TRIES = Pattern.compile("retried ([0-9]{1,3}) time");
  private static final Pattern STATUS_CUT =
      Pattern.compile("unexpected status code (?:https?://)?[^\\s]{0,600}[: ]{0,2}[0-9]{0,2}$");
  private static final Pattern EXEC_CUT =
      Pattern.compile(
          "exec: \\\\{0,3}\"[^\"]{0,512}\"?:? ?(?:stat [^:]{0,512}:?[a-z ]{0,24}|e[a-z]{0,9}(?: file[a-z ]{0,12})?|n[o ]{0,2}[a-z ]{0,24})?$|exec: \\\\{0,3}$");

  /**
   * Takes a text apart.
   *
   * @param names images and the like, whose words are no causes
   */
  static EcsText of(String text, List<String> names) {
    String plain = text.strip().replace('\u2019', '\'').replaceFirst("(?:\\.\\.\\.|…)$", "");
    String lower = TextPattern.lower(TextPattern.scanned(plain));
    boolean preparing =
        lower.contains("resourceinitializationerror") && !lower.contains("cannotpull");
    boolean pull = !preparing && EcsWords.any(WORDS.pull(), lower);
    Set<String> found = new LinkedHashSet<>();
    if (STATUS_CUT.matcher(lower).find()) {
      found.add("status-cut");
    }
    if (EXEC_CUT.matcher(lower).find()) {
      found.add("exec-cut");
    }
    String masked = masked(lower, names, pull);
    if (!pull) {
      for (String step : WORDS.steps()) {
        masked = masked.replace(step, "");
      }
      services(lower, masked, found);
      answer(masked, found);
    }
    StringBuilder subject = new StringBuilder(masked);
    found.forEach(f -> subject.append(" {").append(f).append('}'));
    return new EcsText(subject.toString(), pull);
  }

  /** Whether it is about what is prepared before the runtime is asked. */
  boolean isPreparation() {
    return !EcsWords.any(WORDS.runtime(), subject) || subject.contains("logging driver");
  }

  /** Without the classes in front, which say little of the cause. */
  static String inner(String text) {
    return CLASSES.matcher(text.strip()).replaceFirst("");
  }

  /** Whether it names an error class at all. */
  static boolean isError(String text) {
    return CLASS.matcher(text).find();
  }

  private static String masked(String lower, List<String> names, boolean pull) {
    String text = ARN.matcher(lower).replaceAll("(arn)");
    text = URL.matcher(text).replaceAll("$1 ");
    for (String name : names) {
      text = name.length() < 3 ? text : text.replace(TextPattern.lower(name), "(name)");
    }
    text = DIGEST.matcher(text).replaceAll("(digest)");
    return pull ? NAME.matcher(text).replaceAll("(name)") : text;
  }

  /** The services it speaks of: by the host that was called, else by words. */
  private static void services(String lower, String masked, Set<String> found) {
    Matcher host = HOST.matcher(lower);
    if (host.find()) {
      found.add("service-" + host.group(1));
      return;
    }
    WORDS
        .services()
        .forEach(
            (service, words) -> {
              if (words.stream().anyMatch(w -> w.matcher(masked).find())) {
                found.add("service-" + service);
              }
            });
  }

  /** Whether the service answered. */
  private static void answer(String masked, Set<String> found) {
    if (EcsWords.any(WORDS.network(), masked)) {
      found.add("network");
    }
    if (EcsWords.any(WORDS.denied(), masked)) {
      found.add("denied");
      Matcher action = ACTION.matcher(masked);
      boolean kms = masked.contains("access to kms is not allowed");
      found.add(kms ? "action-kms" : action.find() ? "action-" + action.group(1) : "no-action");
    }
    Matcher tries = TRIES.matcher(masked);
    if (tries.find() && Integer.parseInt(tries.group(1)) >= MANY_TRIES) {
      found.add("retried");
    }
  }
}
