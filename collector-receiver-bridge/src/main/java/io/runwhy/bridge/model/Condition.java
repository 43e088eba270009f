package io.runwhy.bridge.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A condition of a pod, Job, node or Workload. Missing texts are empty. */
public record Condition(
    String type, String status, String reason, String message, @Nullable Instant lastTransition) {
  public Condition {
    requireNonNull(type, "type");
    requireNonNull(status, "status");
    requireNonNull(reason, "reason");
    requireNonNull(message, "message");
  }

  public boolean isTrue() {
    return status.equals("True");
  }

  public boolean isFalse() {
    return status.equals("False");
  }
}
