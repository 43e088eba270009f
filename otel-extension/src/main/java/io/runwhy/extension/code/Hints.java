package io.runwhy.extension.code;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What to do about a failed step: the first row of {@code hints.txt} whose conditions hold, with
 * the real names in it. A pure function.
 */
final class Hints {
  /** Longest hint, in characters. */
  static final int MAX_LENGTH = 1_024;

  /** Shorter names stay in the text: they could be words of it. */
  private static final int MIN_MASKED = 8;

  private final List<HintRule> rules = new ArrayList<>();
  private final Map<String, String> words = new HashMap<>();

  private Hints() {}

  /** The table of this package. */
  static Hints load() throws IOException {
    InputStream in = Hints.class.getResourceAsStream("hints.txt");
    if (in == null) {
      throw new IOException("hints.txt is missing");
    }
    Hints hints = new Hints();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hints.take(line.trim());
      }
    }
    return hints;
  }

  private void take(String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (line.startsWith("[")) {
      rules.add(new HintRule(line.substring(1, line.length() - 1)));
      return;
    }
    int colon = line.indexOf(':');
    String key = line.substring(0, colon).trim();
    String value = line.substring(colon + 1).trim();
    if (key.equals("word")) {
      int equals = value.indexOf('=');
      words.put(value.substring(0, equals).trim(), value.substring(equals + 1).trim());
    } else {
      rules.get(rules.size() - 1).put(key, value);
    }
  }

  List<HintRule> rules() {
    return Collections.unmodifiableList(rules);
  }

  /** Names of placeholders that have a word for want of a value. */
  java.util.Set<String> words() {
    return words.keySet();
  }

  /** Null when no row holds. */
  @Nullable HintRule rule(Target target, Failure failure) {
    String text = withoutNames(failure.lowerText(), target.names());
    for (HintRule rule : rules) {
      if (rule.holds(target.source(), failure, text)) {
        return rule;
      }
    }
    return null;
  }

  /** An object called "connection refused.txt" says nothing about a connection. */
  private static String withoutNames(String text, Map<String, String> names) {
    String result = text;
    for (String key : new String[] {"url", "repository", "key", "blob"}) {
      String name = names.getOrDefault(key, "");
      if (name.length() >= MIN_MASKED) {
        result = result.replace(name.toLowerCase(Locale.ROOT), "*");
      }
    }
    return result;
  }

  /** Empty when nothing is known. */
  String hint(Target target, Failure failure) {
    HintRule rule = rule(target, failure);
    if (rule == null) {
      return "";
    }
    Map<String, String> names = new HashMap<>(target.names());
    names.put("status", Integer.toString(failure.status()));
    names.put("code", failure.errorType());
    rule.take()
        .forEach(
            (name, before) -> {
              String value = after(failure.text(), before);
              if (!value.isEmpty()) {
                names.put(name, value);
              }
            });
    String filled = capital(fill(rule.hint(), names), rule.hint());
    return filled.length() > MAX_LENGTH ? filled.substring(0, MAX_LENGTH - 3) + "..." : filled;
  }

  /** The word that follows a text, without quotes and punctuation around it; or empty. */
  static String after(String text, String before) {
    int start = text.toLowerCase(Locale.ROOT).indexOf(before.toLowerCase(Locale.ROOT));
    if (start < 0) {
      return "";
    }
    start += before.length();
    while (start < text.length() && "\"'( ".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    int end = start;
    while (end < text.length()
        && end - start < Target.MAX_NAME
        && " \"'(),;<>".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    while (end > start && ".:".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }

  /** A word in place of a name may begin the sentence; names stay as they are. */
  private String capital(String filled, String template) {
    if (!template.startsWith("{")) {
      return filled;
    }
    String word = words.get(template.substring(1, template.indexOf('}')));
    return word != null && filled.startsWith(word)
        ? Character.toUpperCase(filled.charAt(0)) + filled.substring(1)
        : filled;
  }

  private String fill(String template, Map<String, String> names) {
    StringBuilder filled = new StringBuilder(template.length() + 64);
    int done = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', done)) {
      int close = template.indexOf('}', open);
      String name = template.substring(open + 1, close);
      String value = names.get(name);
      filled.append(template, done, open);
      filled.append(value == null ? words.getOrDefault(name, name) : value);
      done = close + 1;
    }
    return filled.append(template.substring(done)).toString();
  }
}
