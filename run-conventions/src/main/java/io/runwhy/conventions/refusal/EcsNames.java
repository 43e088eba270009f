package io.runwhy.conventions.refusal;

import io.runwhy.conventions.Arns;
import io.runwhy.conventions.DataFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a text of ECS names. Expressions in the bridge's {@code patterns/ecs-values.yaml}. */
public final class EcsNames {
  private static final Map<String, List<Pattern>> EXPRESSIONS = load();

  private EcsNames() {}

  /** Values for the templates, by name. */
  public static Map<String, String> of(String text) {
    Map<String, String> found = new LinkedHashMap<>();
    String scanned = TextPattern.scanned(text);
    for (Map.Entry<String, List<Pattern>> expression : EXPRESSIONS.entrySet()) {
      String value = first(expression.getValue(), scanned);
      if (!value.isEmpty()) {
        found.put(expression.getKey(), Quote.cut(value, Quote.LIMIT));
      }
    }
    String principal = found.get("principal");
    if (principal != null) {
      found.put("principal", person(principal));
    }
    return found;
  }

  private static String first(List<Pattern> patterns, String text) {
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(text);
      if (matcher.find()) {
        return trimmed(matcher.group(1));
      }
    }
    return "";
  }

  /** The name in an ARN of IAM or STS: of an assumed role the role, not the session. */
  static String person(String arn) {
    int role = arn.indexOf(":assumed-role/");
    if (role < 0) {
      return Arns.last(arn);
    }
    String name = arn.substring(role + ":assumed-role/".length());
    int session = name.indexOf('/');
    return session < 0 ? name : name.substring(0, session);
  }

  private static String trimmed(String value) {
    int end = value.length();
    while (end > 0 && ".:;)'".indexOf(value.charAt(end - 1)) >= 0) {
      end--;
    }
    return value.substring(0, end);
  }

  private static Map<String, List<Pattern>> load() {
    Map<String, List<Pattern>> expressions = new LinkedHashMap<>();
    for (DataFile.Entry entry : DataFile.read(EcsNames.class, TextPatterns.FILE)) {
      List<Pattern> patterns = new ArrayList<>();
      for (String expression : entry.all("expression")) {
        patterns.add(Pattern.compile(expression));
      }
      if (!patterns.isEmpty()) {
        expressions.put(entry.text("name"), patterns);
      }
    }
    return expressions;
  }
}
