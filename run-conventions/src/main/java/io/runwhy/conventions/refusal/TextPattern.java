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
  private final List<Expression> words = new ArrayList<>();
  private final List<String> none;
  private final Map<String, Expression> captures = new LinkedHashMap<>();
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
    for (String reason : part(parts, "reason")) {
      heads.add(reason + ":");
    }
    heads.addAll(part(parts, "prefix"));
    all = part(parts, "all");
    any = part(parts, "any");
    also = part(parts, "also");
    none = part(parts, "none");
    for (String word : part(parts, "words")) {
      words.add(new Expression("(?<![\\w.:/@-])" + Pattern.quote(word) + "(?![\\w/@-])"));
    }
    for (Map.Entry<String, String> capture : captures.entrySet()) {
      this.captures.put(capture.getKey(), new Expression(capture.getValue()));
    }
    this.values = new LinkedHashMap<>(values);
  }

  /**
   * An expression, compiled when it is first tried: of the rows of a table one matches, and a
   * program is refused while it waits.
   */
  private static final class Expression {
    private final String text;
    private volatile Pattern compiled;

    Expression(String text) {
      this.text = text;
    }

    Matcher on(String subject) {
      Pattern pattern = compiled;
      if (pattern == null) {
        pattern = Pattern.compile(text);
        compiled = pattern;
      }
      return pattern.matcher(subject);
    }
  }

  /**
   * Compiles all its expressions.
   *
   * @throws java.util.regex.PatternSyntaxException when one is none
   */
  public TextPattern checked() {
    words.forEach(w -> w.on(""));
    captures.values().forEach(c -> c.on(""));
    return this;
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
    return (heads.isEmpty() || begins(lowerCaseText))
        && containsAll(lowerCaseText)
        && !contains(none, lowerCaseText)
        && (also.isEmpty() || contains(also, lowerCaseText))
        && ((any.isEmpty() && words.isEmpty())
            || contains(any, lowerCaseText)
            || hasWord(lowerCaseText));
  }

  // Loops, not streams: the first use of streams costs a program milliseconds.

  private boolean begins(String text) {
    for (String head : heads) {
      if (text.startsWith(head)) {
        return true;
      }
    }
    return false;
  }

  private boolean containsAll(String text) {
    for (String part : all) {
      if (!text.contains(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(List<String> parts, String text) {
    for (String part : parts) {
      if (text.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasWord(String text) {
    for (Expression word : words) {
      if (word.on(text).find()) {
        return true;
      }
    }
    return false;
  }

  /** The row's own values and those that its captures find in the text. */
  public Map<String, String> capture(String text) {
    Map<String, String> found = new LinkedHashMap<>(values);
    for (Map.Entry<String, Expression> capture : captures.entrySet()) {
      Matcher matcher = capture.getValue().on(text);
      if (matcher.find() && matcher.group(1) != null) {
        found.put(capture.getKey(), Quote.cut(matcher.group(1), Quote.LIMIT));
      }
    }
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
