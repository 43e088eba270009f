package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.PodHistory;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.Stage;
import io.runwhy.bridge.model.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The timeline of a run on Kubernetes. */
final class PodTrack implements Track {
  /** Of a Job that does not say. */
  private static final int DEFAULT_BACKOFF_LIMIT = 6;

  private final KubernetesHistory history;
  private final MainContainers mains;

  PodTrack(KubernetesHistory history, MainContainers mains) {
    this.history = history;
    this.mains = mains;
  }

  @Override
  public void tell(Entries entries) {
    queue(history, entries);
    if (isParallel(history.job())) {
      parallel(entries);
    } else {
      for (PodHistory pod : history.pods()) {
        attempt(pod, entries);
      }
    }
  }

  @Override
  public int attempts() {
    return attempts(history);
  }

  /** Whether nothing more will happen to the run. */
  static boolean isOver(KubernetesHistory history) {
    Job job = history.job();
    if (job != null) {
      return job.isComplete() || job.isFailed() || history.jobDeleted();
    }
    if (history.jobDeleted() || history.pods().isEmpty()) {
      return history.jobDeleted();
    }
    return history.pods().stream().allMatch(p -> p.pod().isTerminal() || p.deleted());
  }

  private static void queue(KubernetesHistory history, Entries entries) {
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
    } else if ((history.pods().isEmpty()
            && created.plus(StateTrack.PATIENCE).isBefore(history.now()))
        || (job.startTime() != null && job.startTime().isAfter(created.plusSeconds(2)))) {
      entries.add(
          RunState.INFRASTRUCTURE_PENDING,
          Stage.QUEUE,
          0,
          "waits for its pod to be created",
          created);
    }
  }

  private void attempt(PodHistory pod, Entries entries) {
    PodTimes times = times(pod);
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
  private static boolean awaitsRetry(KubernetesHistory history, PodHistory pod, Instant ended) {
    if (pod.attempt() < attempts(history)) {
      return true;
    }
    Job job = history.job();
    return !isOver(history)
        && !pod.pod().phase().equals("Succeeded")
        && (job == null || (job.trueCondition("FailureTarget").isEmpty() && mayRetry(history, job)))
        && ended.plus(StateTrack.PATIENCE).isBefore(history.now());
  }

  /** The Job says that it has failed some seconds after its last allowed pod has. */
  private static boolean mayRetry(KubernetesHistory history, Job job) {
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
  private void parallel(Entries entries) {
    Instant created = null;
    Instant scheduled = null;
    Instant started = null;
    for (PodHistory pod : history.pods()) {
      PodTimes times = times(pod);
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

  private PodTimes times(PodHistory pod) {
    return new PodTimes(pod, mains.of(history.run(), pod.pod()), history.events());
  }

  @Override
  public @Nullable Instant end() {
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
      last = PodTimes.later(last, times(pod).ended());
    }
    return last;
  }

  @Override
  public @Nullable Instant workEnd() {
    Instant last = null;
    for (PodHistory pod : history.pods()) {
      last = PodTimes.later(last, times(pod).ended());
    }
    return last;
  }

  @Override
  public RunState outcome(Verdict verdict) {
    Job job = history.job();
    boolean completed =
        job != null
            ? job.isComplete()
            : history.lastPod().map(p -> p.pod().phase().equals("Succeeded")).orElse(false);
    boolean cancelled =
        verdict instanceof Diagnosis d
            && d.code().startsWith("Deleted.")
            && d.faultDomain() == FaultDomain.EXTERNAL;
    if (completed && !(verdict instanceof Diagnosis d && d.code().startsWith("Deleted."))) {
      return RunState.COMPLETED;
    }
    return cancelled ? RunState.CANCELLED : StateTrack.failed(verdict);
  }

  private static int attempts(KubernetesHistory history) {
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
}
