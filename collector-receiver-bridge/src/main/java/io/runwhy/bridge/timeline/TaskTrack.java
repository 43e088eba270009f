package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.Severity;
import io.runwhy.bridge.model.Stage;
import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskHistory;
import io.runwhy.bridge.model.Undiagnosed;
import io.runwhy.bridge.model.Verdict;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The timeline of a run on Amazon ECS, from the timestamps of each task's newest version: events
 * come in any order and some never.
 */
final class TaskTrack implements Track {
  private final EcsHistory history;

  TaskTrack(EcsHistory history) {
    this.history = history;
  }

  @Override
  public void tell(Entries entries) {
    if (history.tasks().isEmpty()) {
      for (SubmitFailure refused : history.refused()) {
        if (refused.at() != null) {
          entries.add(
              RunState.SUBMITTING, Stage.SUBMIT, 0, "asked ECS to start a task", refused.at());
        }
      }
    }
    for (TaskHistory attempt : history.tasks()) {
      attempt(attempt, entries);
    }
  }

  private void attempt(TaskHistory attempt, Entries entries) {
    Task task = attempt.task();
    int n = attempt.attempt();
    pending(task, n, entries);
    Instant started = task.startedAt();
    if (started != null) {
      entries.add(RunState.RUNNING, Stage.RUN, n, "runs", started);
      Instant ended = task.executionStoppedAt();
      Instant asked = task.stoppingAt();
      if (asked != null && (ended == null || asked.isBefore(ended))) {
        entries.add(RunState.RUNNING, Stage.STOP, n, "was asked to stop", asked);
      } else if (ended != null) {
        entries.add(RunState.RUNNING, Stage.STOP, n, "is taken down", ended);
      }
    }
    if (n < attempts() && task.stoppedAt() != null) {
      entries.add(RunState.AWAITING_RETRY, null, n, "waits for the next attempt", task.stoppedAt());
    }
  }

  private static void pending(Task task, int n, Entries entries) {
    RunState pending = RunState.INFRASTRUCTURE_PENDING;
    Instant created = task.createdAt();
    if (created != null) {
      entries.add(pending, Stage.SCHEDULE, n, "waits for a place", created);
    }
    if (task.pullStartedAt() != null) {
      entries.add(pending, Stage.PULL, n, "pulls images", task.pullStartedAt());
    }
    if (task.pullStoppedAt() != null) {
      entries.add(pending, Stage.START, n, "containers start", task.pullStoppedAt());
    }
  }

  /** Taking a task down is a stage of its own: no work ends before it. */
  @Override
  public @Nullable Instant workEnd() {
    return null;
  }

  /** When the last task stopped, or when it was last heard of. */
  @Override
  public @Nullable Instant end() {
    return Stream.concat(
            history.tasks().stream().map(t -> lastKnown(t.task())),
            history.tasks().isEmpty()
                ? history.refused().stream().map(SubmitFailure::at)
                : Stream.empty())
        .filter(Objects::nonNull)
        .max(Instant::compareTo)
        .orElse(null);
  }

  private static @Nullable Instant lastKnown(Task task) {
    if (task.stoppedAt() != null) {
      return task.stoppedAt();
    }
    return task.times().max(Instant::compareTo).orElse(null);
  }

  @Override
  public int attempts() {
    return history.attempts();
  }

  @Override
  public RunState outcome(Verdict verdict) {
    if (verdict instanceof Undiagnosed u) {
      return u.healthy() ? RunState.COMPLETED : RunState.CRASHED;
    }
    Diagnosis d = (Diagnosis) verdict;
    boolean stopped = d.code().startsWith("Deleted.") || d.code().startsWith("Disruption.Service");
    if (stopped && d.faultDomain() == FaultDomain.EXTERNAL) {
      return RunState.CANCELLED;
    }
    return d.severity() != Severity.ERROR && endedByItself()
        ? RunState.COMPLETED
        : StateTrack.failed(verdict);
  }

  private boolean endedByItself() {
    return history
        .lastTask()
        .map(TaskHistory::task)
        .filter(t -> t.stopCode().isEmpty() || t.stopCode().equals("EssentialContainerExited"))
        .filter(t -> t.containers().stream().anyMatch(c -> Objects.equals(c.exitCode(), 0)))
        .isPresent();
  }
}
