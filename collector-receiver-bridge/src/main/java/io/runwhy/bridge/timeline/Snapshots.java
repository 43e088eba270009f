package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.RunHistory;
import io.runwhy.bridge.model.RunSnapshot;
import io.runwhy.bridge.model.Verdict;
import java.time.Instant;
import java.util.function.Function;

/** A run as a person sees it, from a history alone: for objects that are not followed. */
public final class Snapshots {
  private final Function<RunHistory, Verdict> diagnoser;
  private final StateTrack track;

  public Snapshots(Function<RunHistory, Verdict> diagnoser, MainContainers mains) {
    this.diagnoser = diagnoser;
    this.track = new StateTrack(mains);
  }

  public RunSnapshot of(RunHistory history, Instant now) {
    Verdict verdict = diagnoser.apply(history);
    return new RunSnapshot(
        history.run(),
        Carriers.of(history),
        history.attempts(),
        track.of(history, verdict, StateTrack.isOver(history)),
        verdict,
        history.logs(),
        now);
  }
}
