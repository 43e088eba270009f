package io.runwhy.conventions.refusal;

/** Cutting and quoting of texts from outside. */
public final class Quote {
  /** Characters kept of a quoted value. */
  public static final int LIMIT = 1_000;

  private static final String MARK = "…";

  private Quote() {}

  /**
   * The text on one line; of a longer one than {@link #LIMIT} its beginning, which says what it is
   * about, and its end, where runtimes and drivers name the cause.
   */
  public static String of(String text) {
    String line = stripped(text).replace('\n', ' ').replace('\r', ' ');
    if (line.length() <= LIMIT) {
      return line;
    }
    int half = (LIMIT - 3) / 2;
    int from = line.length() - half;
    if (Character.isLowSurrogate(line.charAt(from))) {
      from++;
    }
    return cut(line, half + 1) + " " + line.substring(from);
  }

  /** At most so many characters; a mark stands for what is left out. */
  public static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = limit - MARK.length();
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + MARK;
  }

  /** Without white space at both ends, as String.strip of newer Java has it. */
  static String stripped(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }
}
