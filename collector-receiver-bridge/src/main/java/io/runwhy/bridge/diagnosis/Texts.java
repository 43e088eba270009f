package io.runwhy.bridge.diagnosis;

/** Cutting and quoting of texts from outside. */
final class Texts {
  /** Characters kept of a quoted value. */
  static final int QUOTE_LIMIT = 600;

  private static final String MARK = "…";

  private Texts() {}

  /** The text on one line, cut to {@link #QUOTE_LIMIT} characters without splitting a character. */
  static String quote(String text) {
    return cut(text.strip().replace('\n', ' ').replace('\r', ' '), QUOTE_LIMIT);
  }

  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = limit - MARK.length();
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + MARK;
  }
}
