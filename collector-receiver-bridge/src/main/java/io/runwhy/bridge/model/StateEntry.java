package io.runwhy.bridge.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run's timeline.
 *
 * @param attempt 1-based; 0 before the first attempt exists
 * @param stage null in a terminal state and while a retry is awaited
 * @param message one readable sentence
 * @param end null while it lasts; for a terminal state equal to {@code start}
 */
public record StateEntry(
    RunState state,
    @Nullable Stage stage,
    int attempt,
    String message,
    Instant start,
    @Nullable Instant end) {

  /** How long the step took, or has taken at {@code now}; never negative. */
  public Duration duration(Instant now) {
    Duration d = Duration.between(start, end == null ? now : end);
    return d.isNegative() ? Duration.ZERO : d;
  }
}
