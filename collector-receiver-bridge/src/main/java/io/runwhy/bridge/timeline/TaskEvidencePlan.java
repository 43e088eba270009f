package io.runwhy.bridge.timeline;

import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.EvidenceRequest.LogRef;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides what is worth reading about a run on Amazon ECS. Pure. */
final class TaskEvidencePlan {
  private TaskEvidencePlan() {}

  /** The task to look at: the newest; null when there is none. */
  static @Nullable Task subject(EcsHistory history) {
    return history.lastTask().map(TaskHistory::task).orElse(null);
  }

  /** Whether the newest task shows a sign of trouble, or waits for longer than is normal. */
  static boolean wanted(EcsHistory history, TimelineConfig config) {
    Task task = subject(history);
    if (task == null) {
      return false;
    }
    if (isTroubled(task)) {
      return true;
    }
    Instant created = task.createdAt();
    return !task.isStopped()
        && task.startedAt() == null
        && created != null
        && created.plus(config.pendingEvidenceAfter()).isBefore(history.now());
  }

  /** Changes when there is something new to read about. */
  static String signature(EcsHistory history) {
    Task task = subject(history);
    StringBuilder text = new StringBuilder();
    if (task != null) {
      text.append(task.arn()).append(task.lastStatus()).append(task.desiredStatus());
      text.append(task.stopCode()).append(task.connectivity());
      task.containers().forEach(c -> text.append(c.name()).append(c.lastStatus()));
    }
    return text.toString();
  }

  /**
   * What to read: all about the newest task, and of others their logs, each with its own task,
   * whose definition says where they are.
   *
   * @param all whether more than logs is wanted
   */
  static List<EvidenceRequest> requests(EcsHistory history, List<LogRef> logs, boolean all) {
    Task newest = subject(history);
    List<EvidenceRequest> requests = new ArrayList<>();
    for (TaskHistory attempt : history.tasks()) {
      Task task = attempt.task();
      List<LogRef> own = logs.stream().filter(l -> l.attemptUid().equals(task.arn())).toList();
      boolean whole = all && task.equals(newest);
      if (whole || !own.isEmpty()) {
        requests.add(
            new EvidenceRequest.OfTask(
                history.run().key(),
                task,
                whole && history.definition(task).isEmpty(),
                whole && !task.containerInstanceArn().isEmpty(),
                own));
      }
    }
    return requests;
  }

  /** Containers that ran and ended, of tasks that have stopped. */
  static List<LogRef> logs(EcsHistory history, LogChoice choice) {
    List<LogRef> refs = new ArrayList<>();
    for (TaskHistory attempt : history.tasks()) {
      Task task = attempt.task();
      for (Task.Container c : task.isStopped() ? task.containers() : List.<Task.Container>of()) {
        boolean ran =
            c.exitCode() != null || (task.startedAt() != null && !c.runtimeId().isEmpty());
        if (ran && choice.wants(isTroubled(task))) {
          refs.add(new LogRef(task.arn(), task.id(), c.name(), 0, c.runtimeId(), false));
        }
      }
    }
    return refs;
  }

  private static boolean isTroubled(Task task) {
    boolean byItself =
        task.stopCode().isEmpty() || task.stopCode().equals("EssentialContainerExited");
    boolean ended =
        task.containers().stream()
            .filter(c -> c.lastStatus().equals("STOPPED") || task.isStopped())
            .anyMatch(c -> !Objects.equals(c.exitCode(), 0) || !c.reason().isEmpty());
    boolean askedToStop = task.desiredStatus().equals("STOPPED") && task.stoppingAt() != null;
    return !byItself
        || ended
        || (task.isStopped() && task.containers().isEmpty())
        || (askedToStop && task.executionStoppedAt() == null)
        || task.connectivity().equals("DISCONNECTED");
  }
}
