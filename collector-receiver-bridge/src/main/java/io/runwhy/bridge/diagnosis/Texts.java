package io.runwhy.bridge.diagnosis;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Cutting and quoting of texts from outside. */
final class Texts {
  /** Characters kept of a quoted value. */
  static final int QUOTE_LIMIT = 1_000;

  private static final String MARK = "…";

  private Texts() {}

  /**
   * The text on one line; of a longer one than {@link #QUOTE_LIMIT} its beginning, which says what
   * it is about, and its end, where runtimes and drivers name the cause.
   */
  static String quote(String text) {
    String line = text.strip().replace('\n', ' ').replace('\r', ' ');
    if (line.length() <= QUOTE_LIMIT) {
      return line;
    }
    int half = (QUOTE_LIMIT - 3) / 2;
    int from = line.length() - half;
    if (Character.isLowSurrogate(line.charAt(from))) {
      from++;
    }
    return cut(line, half + 1) + " " + line.substring(from);
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

  /**
   * How long ago, as a person says it: {@code 42s}, {@code 7m}, {@code 3h 5m}; empty when unknown.
   */
  static String age(@Nullable Instant since, Instant now) {
    return since == null || since.isAfter(now) ? "" : duration(Duration.between(since, now));
  }

  static String duration(Duration d) {
    long s = d.toSeconds();
    if (s < 120) {
      return s + "s";
    }
    if (s < 7200) {
      return s / 60 + "m" + (s % 60 == 0 ? "" : " " + s % 60 + "s");
    }
    return s / 3600 + "h" + (s % 3600 / 60 == 0 ? "" : " " + s % 3600 / 60 + "m");
  }
}
