package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How one history becomes a timeline. */
sealed interface Track permits PodTrack, TaskTrack {
  /** Adds every entry but the terminal one. */
  void tell(Entries entries);

  /** When the last attempt's work ended, often a little before the run itself; null if unknown. */
  @Nullable Instant workEnd();

  @Nullable Instant end();

  int attempts();

  /** The terminal state. */
  RunState outcome(Verdict verdict);
}
