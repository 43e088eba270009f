package io.runwhy.bridge.model;

import java.time.Duration;

/**
 * How long each stage may take before waiting becomes an alarm. Within its budget a delay is told
 * as a warning or less; beyond it, as an error.
 *
 * @param queue held back on purpose: suspended, gated, or waiting for its pod group
 * @param schedule without a node
 * @param scaleUp without a node while an autoscaler is getting one
 * @param create volumes, network and sandbox of a bound pod, and what its containers refer to
 * @param pull one image pull without an answer
 * @param connect a native sidecar that others wait for
 * @param stop a pod that should have been gone; counted from the end of its grace period
 * @param linger a sidecar that still runs after the work is done
 */
public record StageBudgets(
    Duration queue,
    Duration schedule,
    Duration scaleUp,
    Duration create,
    Duration pull,
    Duration connect,
    Duration stop,
    Duration linger) {

  public static final StageBudgets DEFAULT =
      new StageBudgets(
          Duration.ofMinutes(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(5),
          Duration.ofMinutes(3),
          Duration.ofMinutes(2),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2));
}
