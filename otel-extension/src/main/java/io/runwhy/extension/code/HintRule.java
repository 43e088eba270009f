package io.runwhy.extension.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One row of the hint table: when it holds, and what it says. */
final class HintRule {
  private final String id;
  private final Set<String> sources = new LinkedHashSet<>();
  private final Set<String> codes = new LinkedHashSet<>();
  private final Set<String> statuses = new LinkedHashSet<>();
  private final List<String[]> texts = new ArrayList<>();
  private final List<String> not = new ArrayList<>();
  private final Map<String, String> take = new LinkedHashMap<>();
  private String hint = "";

  HintRule(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /** The template. */
  String hint() {
    return hint;
  }

  /** Placeholder by the text that its value follows. */
  Map<String, String> take() {
    return take;
  }

  /** One line of its block. */
  void put(String key, String value) {
    switch (key) {
      case "source":
        words(sources, value);
        break;
      case "code":
        words(codes, value);
        break;
      case "status":
        words(statuses, value);
        break;
      case "text":
        texts.add(alternatives(value));
        break;
      case "not":
        not.addAll(java.util.Arrays.asList(alternatives(value)));
        break;
      case "take":
        int equals = value.indexOf('=');
        take.put(value.substring(0, equals).trim(), unquoted(value.substring(equals + 1).trim()));
        break;
      case "hint":
        hint = hint.isEmpty() ? value : hint + ' ' + value;
        break;
      default:
        throw new IllegalArgumentException(id + ": unknown key " + key);
    }
  }

  /** All kinds of conditions that it has must hold; within one kind one is enough. */
  boolean holds(String source, Failure failure, String lowerText) {
    return (sources.isEmpty() || sources.contains(source))
        && (codes.isEmpty() || codes.contains(failure.code()))
        && (statuses.isEmpty() || hasStatus(failure.status()))
        && texts.stream().allMatch(any -> containsAny(lowerText, any))
        && !containsAny(lowerText, not.toArray(new String[0]));
  }

  private boolean hasStatus(int status) {
    return statuses.contains(Integer.toString(status)) || statuses.contains(status / 100 + "xx");
  }

  private static boolean containsAny(String text, String[] parts) {
    for (String part : parts) {
      if (text.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private static void words(Set<String> set, String value) {
    for (String word : value.split("\\s+")) {
      set.add(word);
    }
  }

  private static String[] alternatives(String value) {
    String[] parts = value.split("\\|");
    for (int i = 0; i < parts.length; i++) {
      parts[i] = unquoted(parts[i].trim()).toLowerCase(Locale.ROOT);
    }
    return parts;
  }

  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("'") && text.endsWith("'")
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
