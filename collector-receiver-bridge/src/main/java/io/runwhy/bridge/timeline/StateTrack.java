package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.PodHistory;
import io.runwhy.bridge.model.RunHistory;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.Stage;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.bridge.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** Of a Job that does not say. */
  private static final int DEFAULT_BACKOFF_LIMIT = 6;

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
    Entries entries = new Entries();
    queue(history, entries);
    if (isParallel(history.job())) {
      parallel(history, entries);
    } else {
      for (PodHistory pod : history.pods()) {
        attempt(history, pod, entries);
      }
    }
    if (closed) {
      entries.close(
          workEnd(history),
          end(history),
          outcome(history, verdict),
          attempts(history),
          message(verdict));
    }
    return entries.list();
  }

  /** Whether nothing more will happen to the run. */
  static boolean isOver(RunHistory history) {
    Job job = history.job();
    if (job != null) {
      return job.isComplete() || job.isFailed() || history.jobDeleted();
    }
    if (history.jobDeleted() || history.pods().isEmpty()) {
      return history.jobDeleted();
    }
    return history.pods().stream().allMatch(p -> p.pod().isTerminal() || p.deleted());
  }

  private static void queue(RunHistory history, Entries entries) {
    Job job = history.job();
    Instant created = job == null ? null : job.creationTimestamp();
    if (job == null || created == null) {
      return;
    }
    if (job.suspend()) {
      Instant since = job.trueCondition("Suspended").map(Condition::lastTransition).orElse(null);
      entries.add(
          RunState.INFRASTRUCTURE_PENDING,
          Stage.QUEUE,
          attempts(history),
          "held back: the Job is suspended",
          since == null || history.pods().isEmpty() ? created : since);
    } else if ((history.pods().isEmpty() && created.plus(PATIENCE).isBefore(history.now()))
        || (job.startTime() != null && job.startTime().isAfter(created.plusSeconds(2)))) {
      entries.add(
          RunState.INFRASTRUCTURE_PENDING,
          Stage.QUEUE,
          0,
          "waits for its pod to be created",
          created);
    }
  }

  private void attempt(RunHistory history, PodHistory pod, Entries entries) {
    PodTimes times = times(history, pod);
    int n = pod.attempt();
    Instant created = times.created();
    if (created != null) {
      boolean gated = times.gated();
      entries.add(
          RunState.INFRASTRUCTURE_PENDING,
          gated ? Stage.QUEUE : Stage.SCHEDULE,
          n,
          gated ? "held back by a scheduling gate" : "waits for a node",
          created);
    }
    Instant scheduled = times.scheduled();
    if (scheduled != null) {
      start(times, n, scheduled, entries);
    }
    run(times, pod, n, entries);
    Instant ended = times.ended();
    if (ended != null && awaitsRetry(history, pod, ended)) {
      entries.add(RunState.AWAITING_RETRY, null, n, "waits for the next attempt", ended);
    }
  }

  /**
   * Whether another attempt followed, or may follow: the Job has had the time to say that it is
   * over.
   */
  private static boolean awaitsRetry(RunHistory history, PodHistory pod, Instant ended) {
    if (pod.attempt() < attempts(history)) {
      return true;
    }
    Job job = history.job();
    return !isOver(history)
        && !pod.pod().phase().equals("Succeeded")
        && (job == null || (job.trueCondition("FailureTarget").isEmpty() && mayRetry(history, job)))
        && ended.plus(PATIENCE).isBefore(history.now());
  }

  /** The Job says that it has failed some seconds after its last allowed pod has. */
  private static boolean mayRetry(RunHistory history, Job job) {
    int allowed = job.backoffLimit() == null ? DEFAULT_BACKOFF_LIMIT : job.backoffLimit();
    long failed = history.pods().stream().filter(p -> p.pod().phase().equals("Failed")).count();
    return failed <= allowed;
  }

  private static void start(PodTimes times, int n, Instant scheduled, Entries entries) {
    Instant initStarted = times.initStarted();
    preparing(times, n, true, scheduled, initStarted != null, entries);
    if (initStarted != null) {
      entries.add(
          RunState.INFRASTRUCTURE_PENDING, Stage.INIT, n, "init containers run", initStarted);
      Instant initEnded = times.initEnded();
      if (initEnded != null) {
        preparing(times, n, false, initEnded, false, entries);
      }
    }
  }

  /** The time before a process starts: pulling where that is known, starting otherwise. */
  private static void preparing(
      PodTimes times, int n, boolean first, Instant begin, boolean hasInit, Entries entries) {
    boolean init = first && (hasInit || times.pulls(true));
    if (times.pulls(init)) {
      entries.add(RunState.INFRASTRUCTURE_PENDING, Stage.PULL, n, "pulls images", begin);
      Instant pulled = times.pulled(init);
      Instant next = init ? times.initStarted() : times.mainStarted();
      if (pulled != null && (next == null || pulled.isBefore(next))) {
        entries.add(RunState.INFRASTRUCTURE_PENDING, Stage.START, n, "containers start", pulled);
      }
    } else {
      entries.add(RunState.INFRASTRUCTURE_PENDING, Stage.START, n, "containers start", begin);
    }
  }

  private static void run(PodTimes times, PodHistory pod, int n, Entries entries) {
    List<PodTimes.Span> processes = times.processes();
    Instant stop = pod.deletionRequestedAt();
    for (int i = 0; i < processes.size(); i++) {
      PodTimes.Span process = processes.get(i);
      entries.add(
          RunState.RUNNING,
          Stage.RUN,
          n,
          i == 0 ? "runs" : "runs again in the same pod",
          process.start());
      Instant end = process.end();
      boolean stopped = stop != null && !stop.isBefore(process.start());
      if (stop != null && stopped && (end == null || stop.isBefore(end))) {
        entries.add(RunState.RUNNING, Stage.STOP, n, "was asked to stop", stop);
      }
      if (end != null && !pod.pod().isTerminal() && !pod.deleted() && restarts(pod)) {
        entries.add(RunState.AWAITING_RETRY, null, n, "waits to be started again", end);
      } else if (end != null && i + 1 < processes.size()) {
        entries.add(RunState.AWAITING_RETRY, null, n, "waits to be started again", end);
      }
    }
  }

  private static boolean restarts(PodHistory pod) {
    return !pod.pod().spec().restartPolicy().equals("Never");
  }

  /** Many pods at once are one run that runs as long as any of them may. */
  private void parallel(RunHistory history, Entries entries) {
    Instant created = null;
    Instant scheduled = null;
    Instant started = null;
    for (PodHistory pod : history.pods()) {
      PodTimes times = times(history, pod);
      created = earliest(created, times.created());
      scheduled = earliest(scheduled, times.scheduled());
      started = earliest(started, times.mainStarted());
    }
    if (created != null) {
      entries.add(RunState.INFRASTRUCTURE_PENDING, Stage.SCHEDULE, 1, "waits for nodes", created);
    }
    if (scheduled != null) {
      entries.add(RunState.INFRASTRUCTURE_PENDING, Stage.START, 1, "containers start", scheduled);
    }
    if (started != null) {
      entries.add(RunState.RUNNING, Stage.RUN, 1, "runs", started);
    }
  }

  private PodTimes times(RunHistory history, PodHistory pod) {
    return new PodTimes(pod, mains.of(history.run(), pod.pod()), history.events());
  }

  private @Nullable Instant end(RunHistory history) {
    Job job = history.job();
    if (job != null) {
      Instant at = job.completionTime();
      for (String type : List.of("Complete", "Failed")) {
        if (at == null) {
          at = job.trueCondition(type).map(Condition::lastTransition).orElse(null);
        }
      }
      if (at != null) {
        return at;
      }
    }
    Instant last = job == null ? null : job.deletionTimestamp();
    for (PodHistory pod : history.pods()) {
      last = PodTimes.later(last, times(history, pod).ended());
    }
    return last;
  }

  private @Nullable Instant workEnd(RunHistory history) {
    Instant last = null;
    for (PodHistory pod : history.pods()) {
      last = PodTimes.later(last, times(history, pod).ended());
    }
    return last;
  }

  private static RunState outcome(RunHistory history, Verdict verdict) {
    Job job = history.job();
    boolean completed =
        job != null
            ? job.isComplete()
            : history.lastPod().map(p -> p.pod().phase().equals("Succeeded")).orElse(false);
    if (verdict instanceof Diagnosis d) {
      boolean deleted = d.code().startsWith("Deleted.");
      if (completed && !deleted) {
        return RunState.COMPLETED;
      }
      if (deleted && d.faultDomain() == FaultDomain.EXTERNAL) {
        return RunState.CANCELLED;
      }
      // What the Job says of pods that are gone blames nobody.
      boolean own = d.faultDomain() == FaultDomain.WORKLOAD && !d.code().startsWith("Job.");
      return own ? RunState.FAILED : RunState.CRASHED;
    }
    return completed ? RunState.COMPLETED : RunState.CRASHED;
  }

  private static String message(Verdict verdict) {
    return verdict instanceof Diagnosis d ? d.summary() : "";
  }

  private static int attempts(RunHistory history) {
    return isParallel(history.job()) ? 1 : history.lastPod().map(PodHistory::attempt).orElse(0);
  }

  static boolean isParallel(@Nullable Job job) {
    return job != null && (atLeastTwo(job.parallelism()) || atLeastTwo(job.completions()));
  }

  private static boolean atLeastTwo(@Nullable Integer n) {
    return n != null && n > 1;
  }

  private static @Nullable Instant earliest(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isBefore(a)) ? b : a;
  }

  /** The entries while they are made; each new one ends the one before. */
  private static final class Entries {
    private final List<StateEntry> list = new ArrayList<>();

    void add(RunState state, @Nullable Stage stage, int attempt, String message, Instant start) {
      Instant from = start;
      if (!list.isEmpty()) {
        StateEntry last = list.get(list.size() - 1);
        if (last.state() == state
            && last.stage() == stage
            && last.attempt() == attempt
            && last.message().equals(message)) {
          return;
        }
        from = start.isBefore(last.start()) ? last.start() : start;
        list.set(list.size() - 1, ended(last, from));
      }
      list.add(new StateEntry(state, stage, attempt, message, from, null));
    }

    /**
     * Adds the terminal state.
     *
     * @param workEnd when the last attempt's work ended, often a little before the run itself
     */
    void close(
        @Nullable Instant workEnd,
        @Nullable Instant at,
        RunState outcome,
        int attempt,
        String message) {
      Instant end = at;
      if (!list.isEmpty()) {
        StateEntry last = list.get(list.size() - 1);
        end = end == null || end.isBefore(last.start()) ? last.start() : end;
        boolean earlier =
            workEnd != null && workEnd.isBefore(end) && !workEnd.isBefore(last.start());
        list.set(list.size() - 1, ended(last, earlier && workEnd != null ? workEnd : end));
      }
      if (end != null) {
        list.add(new StateEntry(outcome, null, attempt, message, end, end));
      }
    }

    List<StateEntry> list() {
      return List.copyOf(list);
    }

    private static StateEntry ended(StateEntry e, Instant end) {
      return new StateEntry(e.state(), e.stage(), e.attempt(), e.message(), e.start(), end);
    }
  }
}
