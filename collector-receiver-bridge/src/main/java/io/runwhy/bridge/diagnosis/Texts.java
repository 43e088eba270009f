package io.runwhy.bridge.diagnosis;

import io.runwhy.conventions.refusal.Quote;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Texts from outside, and times, as a person reads them. */
final class Texts {
  private Texts() {}

  static String quote(String text) {
    return Quote.of(text);
  }

  static String cut(String text, int limit) {
    return Quote.cut(text, limit);
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
