package io.runwhy.bridge.timeline;

import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.Infrastructure;
import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunCounts;
import io.runwhy.bridge.model.RunHistory;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.RunSnapshot;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.bridge.model.Undiagnosed;
import io.runwhy.bridge.model.Verdict;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows every run: folds what sources saw, asks for evidence where a run is in trouble, lets the
 * verdict be given, and says what changed. Has one writer: all methods are called on one thread. At
 * most {@code maxRuns} live runs; what comes beyond is counted and left out.
 */
public final class RunTimeline {
  /** So long a run on ECS stays open for evidence that was asked for, late lines above all. */
  static final Duration TASK_EVIDENCE = Duration.ofSeconds(60);

  private final TimelineConfig config;
  private final Function<RunHistory, Verdict> diagnoser;
  private final Asking asking;
  private final Telling telling;
  private final StateTrack track;
  private final BridgeStats stats;
  private final Instant startedAt;
  private final Map<RunKey, TrackedRun> runs = new LinkedHashMap<>();
  private final FinishedRuns finished;

  /** What followed from one observation or from the passing of time. */
  public record Step(List<RunChange> changes, List<EvidenceRequest> requests) {
    public static final Step NOTHING = new Step(List.of(), List.of());
  }

  public RunTimeline(
      TimelineConfig config,
      Function<RunHistory, Verdict> diagnoser,
      MainContainers mains,
      LogChoice logChoice,
      BridgeStats stats,
      Instant startedAt) {
    this.config = config;
    this.diagnoser = diagnoser;
    this.asking = new Asking(config, logChoice);
    this.telling = new Telling(config);
    this.track = new StateTrack(mains);
    this.stats = stats;
    this.startedAt = startedAt;
    this.finished = new FinishedRuns(config.maxFinishedRuns());
  }

  /** Folds one observation. */
  public Step observe(Observation observation, Instant now) {
    if (observation instanceof Observation.Listed listed) {
      return vanished(listed, now);
    }
    if (!(observation instanceof Observation.OfRun ofRun)) {
      return Step.NOTHING;
    }
    TrackedRun run = tracked(ofRun);
    if (run == null) {
      return observation instanceof Observation.LogRead late ? late(late) : Step.NOTHING;
    }
    if (observation instanceof Observation.EvidenceAnswered) {
      run.asked().open = Math.max(0, run.asked().open - 1);
    } else {
      run.fold.add(ofRun);
      run.fold
          .takeDropped()
          .forEach((kind, count) -> stats.count(RunMetrics.BRIDGE_DROPPED, kind, count));
    }
    Changes changes = new Changes();
    update(ofRun.key(), run, now, changes);
    return changes.step();
  }

  /** Looks at every run that waits for something: late evidence, a budget, its end. */
  public Step tick(Instant now) {
    Changes changes = new Changes();
    for (RunKey key : List.copyOf(runs.keySet())) {
      TrackedRun run = runs.get(key);
      if (run != null && isRestless(run)) {
        update(key, run, now, changes);
      }
    }
    return changes.step();
  }

  /** Whether a run is over and its last word has not been said. */
  public boolean isClosing(RunKey key) {
    TrackedRun run = runs.get(key);
    return run != null && run.overSince != null;
  }

  public int liveRuns() {
    return runs.size();
  }

  public RunCounts counts() {
    return Counting.of(runs.values());
  }

  /** The run with this id, or the newest with this name; null when none is known. */
  public @Nullable RunSnapshot find(String idOrName, Instant now) {
    RunSnapshot byName = null;
    for (RunSnapshot snapshot : finished.all()) {
      if (snapshot.run().key().runId().equals(idOrName)) {
        return snapshot;
      }
      if (snapshot.run().name().equals(idOrName)) {
        byName = snapshot;
      }
    }
    for (TrackedRun run : runs.values()) {
      if (run.fold.run().key().runId().equals(idOrName)) {
        return snapshot(run, now);
      }
      if (run.fold.run().name().equals(idOrName)) {
        byName = snapshot(run, now);
      }
    }
    return byName;
  }

  /** Every known run, the finished ones first, oldest first. */
  public List<RunSnapshot> list(Instant now) {
    List<RunSnapshot> all = new ArrayList<>(finished.all());
    for (TrackedRun run : runs.values()) {
      all.add(snapshot(run, now));
    }
    return all;
  }

  /**
   * A task's log that was read when its run was closed already: where many fail at once, or where
   * logs cannot be read for a while. Its lines are told all the same; the verdict stands.
   */
  private Step late(Observation.LogRead read) {
    RunSnapshot over = finished.get(read.key());
    LogTail tail = read.tail();
    if (tail.lines().isEmpty() || !tail.attemptUid().startsWith("arn:")) {
      return Step.NOTHING;
    }
    if (over == null) {
      stats.count(RunMetrics.BRIDGE_DROPPED, "log_of_forgotten_run", 1);
      return Step.NOTHING;
    }
    List<LogTail> logs = new ArrayList<>(over.logs());
    String key = TrackedRun.logKey(tail);
    if (logs.stream().anyMatch(l -> TrackedRun.logKey(l).equals(key) && !l.lines().isEmpty())) {
      return Step.NOTHING;
    }
    logs.removeIf(l -> TrackedRun.logKey(l).equals(key));
    logs.add(tail);
    finished.replaceLogs(over.run().key(), logs);
    boolean newest =
        over.infrastructure() instanceof Infrastructure.OfTask of
            && of.taskArn().equals(tail.attemptUid());
    Changes changes = new Changes();
    changes.add(
        new RunChange.LogsRecovered(
            over.run(), over.infrastructure(), newest ? over.attempt() : 0, tail));
    return changes.step();
  }

  private @Nullable TrackedRun tracked(Observation.OfRun observation) {
    TrackedRun known = runs.get(observation.key());
    if (known != null) {
      return known;
    }
    RunIdentity identity = identity(observation);
    RunSnapshot before = finished.get(observation.key());
    if (identity == null || (before != null && !Reopening.isNewAttempt(before, observation))) {
      return null;
    }
    if (runs.size() >= config.maxRuns()) {
      stats.count(RunMetrics.BRIDGE_DROPPED, "max_runs", 1);
      return null;
    }
    int attempts = before == null ? 0 : before.attempt();
    TrackedRun created = new TrackedRun(HistoryFold.of(identity, observation, attempts));
    finished.remove(observation.key());
    runs.put(observation.key(), created);
    return created;
  }

  /** Only a living object begins a run. */
  private static @Nullable RunIdentity identity(Observation.OfRun observation) {
    if (observation instanceof Observation.PodSeen seen) {
      return seen.run();
    }
    if (observation instanceof Observation.JobSeen seen) {
      return seen.run();
    }
    if (observation instanceof Observation.TaskSeen seen) {
      return seen.run();
    }
    return observation instanceof Observation.SubmitRefused refused ? refused.run() : null;
  }

  private static boolean isRestless(TrackedRun run) {
    if (run.overSince != null || run.hasAsked() || run.told.isEmpty()) {
      return true;
    }
    StateEntry current = run.told.get(run.told.size() - 1);
    return current.state() != RunState.RUNNING;
  }

  private void update(RunKey key, TrackedRun run, Instant now, Changes changes) {
    RunHistory history = run.fold.history(now);
    boolean over = StateTrack.isOver(history);
    // ECS forgets a task after an hour, and what waits in a queue was never told.
    boolean listedForDays = history instanceof KubernetesHistory;
    if (over && listedForDays && run.told.isEmpty() && isOld(history)) {
      runs.remove(key);
      return;
    }
    if (over && run.overSince == null) {
      run.overSince = now;
    } else if (!over) {
      run.overSince = null;
    }
    Verdict verdict = diagnoser.apply(history);
    asking.ask(run, history, now, changes);
    boolean closed = over && isSettled(run, verdict, now);
    List<StateEntry> entries = Telling.refined(run.told, track.of(history, verdict, closed));
    Infrastructure infrastructure = Carriers.of(history);
    telling.tellStates(run, history, verdict, entries, infrastructure, changes);
    telling.tellDiagnosis(run, history, verdict, infrastructure, now, changes);
    telling.tellLogs(run, history, infrastructure, changes);
    run.told = entries;
    if (closed) {
      if (!entries.isEmpty()) {
        changes.add(
            new RunChange.RunEnded(
                history.run(), infrastructure, entries, verdict instanceof Diagnosis d ? d : null));
      }
      finished.put(snapshot(run, now));
      runs.remove(key);
    }
  }

  private boolean isOld(RunHistory history) {
    Instant limit = startedAt.minus(config.replayWindow());
    List<StateEntry> entries = track.of(history, new Undiagnosed("", true, List.of()), true);
    return !entries.isEmpty() && entries.get(entries.size() - 1).start().isBefore(limit);
  }

  /** A run closes when its evidence is in, or when it was waited for long enough. */
  private boolean isSettled(TrackedRun run, Verdict verdict, Instant now) {
    Instant since = run.overSince;
    if (since == null) {
      return false;
    }
    if (!since.plus(patience(run)).isAfter(now)) {
      return true;
    }
    if (run.awaitsEvidence() || awaitsJob(run)) {
      return false;
    }
    boolean sure =
        verdict instanceof Diagnosis d
            ? d.confidence() == Confidence.CONFIRMED
            : verdict instanceof Undiagnosed u && u.healthy();
    return sure || (run.hasAsked() && !run.asked().again);
  }

  /** The last lines of a task arrive in CloudWatch when the task is long gone. */
  private Duration patience(TrackedRun run) {
    boolean late = run.fold instanceof EcsFold && run.awaitsEvidence();
    return late && TASK_EVIDENCE.compareTo(config.settle()) > 0 ? TASK_EVIDENCE : config.settle();
  }

  /** A pod of a Job may be seen before its Job, which knows whether another attempt follows. */
  private static boolean awaitsJob(TrackedRun run) {
    return run.fold instanceof KubernetesFold fold
        && fold.job() == null
        && fold.pods().stream()
            .anyMatch(p -> p.pod().owner() != null && p.pod().owner().kind().equals("Job"));
  }

  /** After a full list: what was followed and is not in it has vanished while nobody looked. */
  private Step vanished(Observation.Listed listed, Instant now) {
    Changes changes = new Changes();
    Iterator<Map.Entry<RunKey, TrackedRun>> all = new ArrayList<>(runs.entrySet()).iterator();
    while (all.hasNext()) {
      Map.Entry<RunKey, TrackedRun> entry = all.next();
      TrackedRun run = entry.getValue();
      boolean changed = Vanishing.find(run, listed);
      if (changed) {
        update(entry.getKey(), run, now, changes);
      }
    }
    return changes.step();
  }

  private RunSnapshot snapshot(TrackedRun run, Instant now) {
    RunHistory history = run.fold.history(now);
    Verdict verdict = diagnoser.apply(history);
    List<StateEntry> entries = run.told.isEmpty() ? track.of(history, verdict, false) : run.told;
    return new RunSnapshot(
        history.run(),
        Carriers.of(history),
        history.attempts(),
        entries,
        verdict,
        history.logs(),
        now);
  }
}
