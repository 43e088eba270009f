package io.runwhy.bridge.source;

import io.runwhy.bridge.model.Observation;

/** Takes what a source saw. */
@FunctionalInterface
public interface ObservationSink {
  /**
   * Delivers one observation, in the order in which the source saw it. Blocks while the bounded
   * queue behind it is full, so that a slow bridge slows its watch instead of losing something.
   */
  void accept(Observation observation) throws InterruptedException;

  /**
   * Runs {@code done} when all that this thread delivered before has been folded and the records
   * that followed from it at once have been exported. On a thread of the sink: {@code done} must
   * not block. Never run when the bridge stops before.
   */
  default void whenHandled(Runnable done) throws InterruptedException {
    done.run();
  }
}
