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
    EXPRESSIONS.forEach(
        (name, patterns) -> {
          for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(scanned);
            if (matcher.find()) {
              found.put(name, Quote.cut(trimmed(matcher.group(1)), Quote.LIMIT));
              return;
            }
          }
        });
    found.computeIfPresent("principal", (name, arn) -> person(arn));
    return found;
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
      entry.all("expression").forEach(e -> patterns.add(Pattern.compile(e)));
      if (!patterns.isEmpty()) {
        expressions.put(entry.text("name"), patterns);
      }
    }
    return expressions;
  }
}
