package io.runwhy.conventions.refusal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of a pattern table. Matching is lower-case "contains": one of the beginnings in {@code
 * reason} (a word and a colon) and {@code prefix} (when there is one), every part of {@code all},
 * at least one of {@code any} (when there is one), at least one of {@code also}, none of {@code
 * none}. Parts of {@code words} match as whole words, at least one of them together with {@code
 * any}. Captures are regular expressions with one group each, tried on the original text after a
 * match; they must be linear in time (no nested quantifier).
 */
public final class TextPattern {
  /**
   * Longest text that is looked at; a message may be megabytes, its cause stands at its beginning
   * or end.
   */
  public static final int SCAN_LIMIT = 64 * 1024;

  /** The parts that a row may have, each a list of texts. */
  public static final List<String> PARTS =
      Collections.unmodifiableList(
          java.util.Arrays.asList("reason", "prefix", "all", "any", "also", "words", "none"));

  private final String code;
  private final String confidence;
  private final List<String> heads = new ArrayList<>();
  private final List<String> all;
  private final List<String> any;
  private final List<String> also;
  private final List<Pattern> words = new ArrayList<>();
  private final List<String> none;
  private final Map<String, Pattern> captures = new LinkedHashMap<>();
  private final Map<String, String> values;

  /**
   * A row.
   *
   * @param confidence confirmed, likely or possible; confirmed when empty
   * @param parts by the names of {@link #PARTS}
   * @param captures expressions by the name of their value
   * @param values that the row itself gives
   */
  public TextPattern(
      String code,
      String confidence,
      Map<String, List<String>> parts,
      Map<String, String> captures,
      Map<String, String> values) {
    this.code = code;
    this.confidence = confidence.isEmpty() ? "confirmed" : confidence;
    part(parts, "reason").forEach(r -> heads.add(r + ":"));
    heads.addAll(part(parts, "prefix"));
    all = part(parts, "all");
    any = part(parts, "any");
    also = part(parts, "also");
    none = part(parts, "none");
    part(parts, "words")
        .forEach(
            w -> words.add(Pattern.compile("(?<![\\w.:/@-])" + Pattern.quote(w) + "(?![\\w/@-])")));
    captures.forEach((name, expression) -> this.captures.put(name, Pattern.compile(expression)));
    this.values = new LinkedHashMap<>(values);
  }

  private static List<String> part(Map<String, List<String>> parts, String name) {
    return parts.getOrDefault(name, Collections.emptyList());
  }

  public String code() {
    return code;
  }

  /** confirmed, likely or possible. */
  public String confidence() {
    return confidence;
  }

  public boolean matches(String lowerCaseText) {
    return (heads.isEmpty() || heads.stream().anyMatch(lowerCaseText::startsWith))
        && all.stream().allMatch(lowerCaseText::contains)
        && none.stream().noneMatch(lowerCaseText::contains)
        && (also.isEmpty() || also.stream().anyMatch(lowerCaseText::contains))
        && ((any.isEmpty() && words.isEmpty())
            || any.stream().anyMatch(lowerCaseText::contains)
            || words.stream().anyMatch(w -> w.matcher(lowerCaseText).find()));
  }

  /** The row's own values and those that its captures find in the text. */
  public Map<String, String> capture(String text) {
    Map<String, String> found = new LinkedHashMap<>(values);
    captures.forEach(
        (name, pattern) -> {
          Matcher matcher = pattern.matcher(text);
          if (matcher.find() && matcher.group(1) != null) {
            found.put(name, Quote.cut(matcher.group(1), Quote.LIMIT));
          }
        });
    return found;
  }

  /** The part of a text that patterns look at: all of it, or its beginning and its end. */
  public static String scanned(String text) {
    if (text.length() <= SCAN_LIMIT) {
      return text;
    }
    int half = SCAN_LIMIT / 2;
    return text.substring(0, half) + '\n' + text.substring(text.length() - half);
  }

  public static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
