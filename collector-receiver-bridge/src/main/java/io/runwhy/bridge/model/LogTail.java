package io.runwhy.bridge.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recovered end of one container attempt's log, already redacted.
 *
 * @param attemptUid uid of the pod, or ARN of the task
 * @param index the container attempt, as in {@link ContainerAttempt}
 * @param truncated whether earlier lines were left out
 * @param unavailable why there are no lines, in words for a person; empty when the log was read
 */
public record LogTail(
    String attemptUid,
    String container,
    int index,
    String containerId,
    List<Line> lines,
    boolean truncated,
    String unavailable) {

  /** One line; {@code time} is null when the source gave none. */
  public record Line(@Nullable Instant time, String text) {}

  public LogTail {
    lines = List.copyOf(lines);
  }
}
