package io.runwhy.bridge.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values by key, each with where it came from. Reading a value marks its key as known; problems are
 * gathered, so that a person sees all of them at once.
 */
final class Settings {
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})\\s?(ms|s|m|h|d)");

  private final Map<String, Value> values;
  private final Set<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * A value as text (lists joined by commas) and its source, for example {@code runwhy.yaml} or a
   * variable's name.
   */
  record Value(String text, String source) {}

  Settings(Map<String, Value> values) {
    this.values = new LinkedHashMap<>(values);
  }

  String text(String key, String fallback) {
    known.add(key);
    Value value = values.get(key);
    return value == null ? fallback : value.text().strip();
  }

  List<String> list(String key, List<String> fallback) {
    known.add(key);
    Value value = values.get(key);
    return value == null
        ? fallback
        : Arrays.stream(value.text().split(",", -1))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .toList();
  }

  boolean flag(String key, boolean fallback) {
    String text = text(key, Boolean.toString(fallback)).toLowerCase(Locale.ROOT);
    if (!text.equals("true") && !text.equals("false")) {
      problem(key, "true or false is expected");
      return fallback;
    }
    return text.equals("true");
  }

  int number(String key, int fallback, int min, int max) {
    String text = text(key, Integer.toString(fallback));
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    problem(key, "a whole number from " + min + " to " + max + " is expected");
    return fallback;
  }

  Duration duration(String key, Duration fallback, Duration min, Duration max) {
    known.add(key);
    Value value = values.get(key);
    if (value == null) {
      return fallback;
    }
    Duration parsed = parse(value.text().strip());
    if (parsed == null || parsed.compareTo(min) < 0 || parsed.compareTo(max) > 0) {
      problem(
          key,
          "a duration from "
              + show(min)
              + " to "
              + show(max)
              + " is expected, such as 30s, 5m or 1h");
      return fallback;
    }
    return parsed;
  }

  <E extends Enum<E>> E choice(String key, E fallback, Class<E> type) {
    String text = text(key, fallback.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    for (E constant : type.getEnumConstants()) {
      if (constant
          .name()
          .toLowerCase(Locale.ROOT)
          .replace('_', '-')
          .equals(text.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    String allowed =
        String.join(
            ", ",
            Arrays.stream(type.getEnumConstants())
                .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList());
    problem(key, "one of " + allowed + " is expected");
    return fallback;
  }

  /** All values below a prefix, by the rest of their keys. */
  Map<String, String> map(String prefix) {
    Map<String, String> result = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix + ".")) {
            known.add(key);
            result.put(key.substring(prefix.length() + 1), value.text());
          }
        });
    return result;
  }

  void problem(String key, String expected) {
    Value value = values.get(key);
    String shown = value == null ? "not set" : "\"" + value.text() + "\" (" + value.source() + ")";
    problems.add(key + ": " + shown + ": " + expected);
  }

  /** Every problem, unknown keys last, each with the nearest known name. */
  List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            all.add(key + ": unknown key (" + value.source() + ")" + nearest(key));
          }
        });
    return all;
  }

  Set<String> known() {
    return known;
  }

  private String nearest(String key) {
    String best = "";
    int distance = Math.max(3, key.length() / 3);
    for (String candidate : known) {
      int d = distance(key, candidate);
      if (d < distance) {
        distance = d;
        best = candidate;
      }
    }
    return best.isEmpty() ? "" : "; did you mean " + best + "?";
  }

  /** Edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
        diagonal = row[j];
        row[j] = Math.min(cost, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static @org.jspecify.annotations.Nullable Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (matcher.matches()) {
      long n = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(n);
        case "s" -> Duration.ofSeconds(n);
        case "m" -> Duration.ofMinutes(n);
        case "h" -> Duration.ofHours(n);
        default -> Duration.ofDays(n);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException notADuration) {
      return null;
    }
  }

  private static String show(Duration d) {
    if (d.toSeconds() == 0) {
      return d.toMillis() + "ms";
    }
    return d.toSeconds() % 3600 == 0 ? d.toHours() + "h" : d.toSeconds() + "s";
  }
}
