package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.RunHistory;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.bridge.model.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * The timeline of a run, derived from its history alone: the same history gives the same entries.
 * Entries follow each other without a gap and never go back in time, whatever the clocks of the
 * sources say.
 */
final class StateTrack {
  /**
   * Two objects that change together are seen at different times; this much is waited for the
   * second.
   */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final MainContainers mains;

  StateTrack(MainContainers mains) {
    this.mains = mains;
  }

  /**
   * The entries so far.
   *
   * @param closed whether the terminal state may be told: the run is over and its verdict will not
   *     change
   */
  List<StateEntry> of(RunHistory history, Verdict verdict, boolean closed) {
    Track track =
        history instanceof EcsHistory ecs
            ? new TaskTrack(ecs)
            : new PodTrack((KubernetesHistory) history, mains);
    Entries entries = new Entries();
    track.tell(entries);
    if (closed) {
      entries.close(
          track.workEnd(), track.end(), track.outcome(verdict), track.attempts(), message(verdict));
    }
    return entries.list();
  }

  /** Whether nothing more will happen to the run. */
  static boolean isOver(RunHistory history) {
    return history instanceof EcsHistory ecs
        ? ecs.isOver()
        : PodTrack.isOver((KubernetesHistory) history);
  }

  /** The state of a run that did not end well: its own code's fault, or anything else's. */
  static RunState failed(Verdict verdict) {
    // What the Job says of pods that are gone blames nobody.
    boolean own =
        verdict instanceof Diagnosis d
            && d.faultDomain() == FaultDomain.WORKLOAD
            && !d.code().startsWith("Job.");
    return own ? RunState.FAILED : RunState.CRASHED;
  }

  private static String message(Verdict verdict) {
    return verdict instanceof Diagnosis d ? d.summary() : "";
  }
}
