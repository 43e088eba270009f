package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of a pattern table. Matching is lower-case "contains": one of the beginnings in {@code
 * heads} (when there is one), every part of {@code all}, at least one of {@code any} (when there is
 * one), none of {@code none}. Parts of {@code words} match as whole words, at least one of them
 * together with {@code any}. {@code captures} are regular expressions with one group each, tried on
 * the original text after a match; they must be linear in time (no nested quantifier).
 */
record TextPattern(
    String code,
    Confidence confidence,
    List<Pattern> heads,
    List<String> all,
    List<String> any,
    List<String> also,
    List<Pattern> words,
    List<String> none,
    Map<String, Pattern> captures,
    Map<String, String> values) {

  /**
   * Longest text that is looked at; a message may be megabytes, its cause stands at its beginning
   * or end.
   */
  static final int SCAN_LIMIT = 64 * 1024;

  boolean matches(String lowerCaseText) {
    return (heads.isEmpty() || heads.stream().anyMatch(h -> h.matcher(lowerCaseText).find()))
        && all.stream().allMatch(lowerCaseText::contains)
        && none.stream().noneMatch(lowerCaseText::contains)
        && (also.isEmpty() || also.stream().anyMatch(lowerCaseText::contains))
        && ((any.isEmpty() && words.isEmpty())
            || any.stream().anyMatch(lowerCaseText::contains)
            || words.stream().anyMatch(w -> w.matcher(lowerCaseText).find()));
  }

  /** The row's own values and those that its captures find in the text. */
  Map<String, String> capture(String text) {
    Map<String, String> found = new LinkedHashMap<>(values);
    captures.forEach(
        (name, pattern) -> {
          Matcher matcher = pattern.matcher(text);
          if (matcher.find() && matcher.group(1) != null) {
            found.put(name, Texts.cut(matcher.group(1), Texts.QUOTE_LIMIT));
          }
        });
    return found;
  }

  /** The part of a text that patterns look at: all of it, or its beginning and its end. */
  static String scanned(String text) {
    if (text.length() <= SCAN_LIMIT) {
      return text;
    }
    int half = SCAN_LIMIT / 2;
    return text.substring(0, half) + '\n' + text.substring(text.length() - half);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
