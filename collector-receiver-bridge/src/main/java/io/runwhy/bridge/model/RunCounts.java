package io.runwhy.bridge.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many live runs there are, by what a person asks: the source of the run gauges. */
public record RunCounts(List<Count> counts) {

  /**
   * Runs that agree in all dimensions.
   *
   * @param cause code of the delay while pending, else empty
   * @param oldestStart when the oldest of them entered its present state
   */
  public record Count(
      RunState state,
      @Nullable Stage stage,
      String cause,
      String deployment,
      String workPool,
      String workQueue,
      long runs,
      Instant oldestStart) {}

  public RunCounts {
    counts = List.copyOf(counts);
  }
}
