package io.runwhy.bridge.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a container is doing. Missing texts are empty. */
public sealed interface ContainerState {

  record Waiting(String reason, String message) implements ContainerState {}

  record Running(@Nullable Instant startedAt) implements ContainerState {}

  /**
   * One ended container attempt.
   *
   * @param signal 0 when the runtime did not report one
   * @param startedAt null when the process never ran (the API shows 1970 or year 1 then)
   */
  record Terminated(
      String reason,
      int exitCode,
      int signal,
      String message,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      String containerId)
      implements ContainerState {}

  /** The status does not say. */
  record Unknown() implements ContainerState {}
}
