package io.runwhy.bridge.source;

import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunKey;
import java.util.Set;

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

  /**
   * As {@link #whenHandled(Runnable)}, but of runs that are over it is also waited for their last
   * word, which may need evidence first.
   */
  default void whenHandled(Set<RunKey> runs, Runnable done) throws InterruptedException {
    whenHandled(done);
  }
}
