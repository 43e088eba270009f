package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunHistory;
import io.runwhy.bridge.model.RunIdentity;
import java.time.Instant;
import java.util.Map;

/** Gathers all that is seen of one run into its history. Bounded. Not thread-safe. */
public sealed interface HistoryFold permits KubernetesFold, EcsFold {

  /** The fold of a run that begins with this observation, which is not yet added. */
  static HistoryFold of(RunIdentity run, Observation.OfRun first) {
    return of(run, first, 0);
  }

  /** As above, of a run that already had so many attempts. */
  static HistoryFold of(RunIdentity run, Observation.OfRun first, int attempts) {
    return first instanceof Observation.TaskSeen || first instanceof Observation.SubmitRefused
        ? new EcsFold(run, attempts)
        : new KubernetesFold(run, attempts);
  }

  RunIdentity run();

  void add(Observation.OfRun observation);

  /** The history as of {@code now}, of objects that are watched. */
  default RunHistory history(Instant now) {
    return history(now, now);
  }

  /** The history as of {@code now}, of objects that were saved at about {@code seenUntil}. */
  RunHistory history(Instant now, Instant seenUntil);

  /** What was forgotten since this was last asked, by kind; empty for nearly all runs. */
  Map<String, Integer> takeDropped();
}
