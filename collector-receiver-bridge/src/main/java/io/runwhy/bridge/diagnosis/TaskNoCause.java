package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.Undiagnosed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words for a run on ECS without a cause: all is well, or nothing is known and what to look at. */
final class TaskNoCause {
  private TaskNoCause() {}

  static Undiagnosed nothing() {
    return new Undiagnosed("Nothing of the run has been seen yet.", false, List.of());
  }

  static Undiagnosed explain(TaskRunView run, TaskView view) {
    if (view.endedWell()) {
      return well("The run ended well.");
    }
    if (view.isStopped()) {
      return unknown(
          "The task "
              + (view.task().startedAt() == null ? "" : "ran and ")
              + "stopped, and the cause is not known."
              + missing(run)
              + next(view.task()),
          view);
    }
    if (view.isStopping() && view.mains().stream().allMatch(c -> c.exitCode() == null)) {
      return well("The run is being stopped.");
    }
    return switch (view.task().lastStatus()) {
      case "RUNNING" -> well("The run is running; nothing is wrong.");
      case "DEACTIVATING", "STOPPING", "DEPROVISIONING" ->
          well("The work of the run has ended; its task is being taken down.");
      case "PROVISIONING", "PENDING", "ACTIVATING" -> starting(run, view);
      default ->
          unknown(
              view.task().lastStatus().isEmpty()
                  ? "The task has no status yet." + next(view.task())
                  : "The task's status is "
                      + view.task().lastStatus()
                      + "; nothing more is known."
                      + next(view.task()),
              view);
    };
  }

  static boolean isRunning(TaskView view) {
    return view.task().lastStatus().equals("RUNNING") && !view.isStopping();
  }

  /**
   * All is well now; what ended an attempt before is worth knowing, not worth an alarm.
   *
   * @param summary what is said of {@code earlier}
   */
  static Undiagnosed wellAfter(TaskRunView run, Finding earlier, String summary) {
    long failed = run.tasks().stream().filter(t -> t.isStopped() && !t.endedWell()).count();
    boolean over = run.subject().filter(TaskView::endedWell).isPresent();
    return new Undiagnosed(
        (over ? "The run ended well" : "The run is running")
            + (failed == 0
                ? ""
                : " after " + failed + (failed == 1 ? " failed attempt" : " failed attempts"))
            + (earlier.attempt() == 0
                ? ". A start was refused: "
                : ". Attempt " + earlier.attempt() + ": ")
            + summary,
        true,
        earlier.evidence());
  }

  private static Undiagnosed starting(TaskRunView run, TaskView view) {
    String since = view.since(view.task().createdAt());
    boolean late = view.isPast(stageBegan(view.task()), TaskBudgets.pull(run.budgets()));
    return late
        ? unknown(
            "The run has been starting for "
                + since
                + ", and nothing seen says why it takes so long."
                + missing(run)
                + next(view.task()),
            view)
        : well(
            "The run is starting"
                + (since.isEmpty() ? "" : ", for " + since + " now")
                + "; nothing is wrong so far.");
  }

  private static @Nullable Instant stageBegan(Task task) {
    if (task.pullStoppedAt() != null) {
      return task.pullStoppedAt();
    }
    return task.pullStartedAt() == null ? task.createdAt() : task.pullStartedAt();
  }

  private static Undiagnosed well(String reason) {
    return new Undiagnosed(reason, true, List.of());
  }

  private static Undiagnosed unknown(String reason, TaskView view) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(view.statusEvidence());
    if (!view.task().stoppedReason().isEmpty() || !view.task().stopCode().isEmpty()) {
      evidence.addAll(view.stopEvidence());
    }
    for (TaskContainerView container : view.containers()) {
      if (view.isStopped() || container.isStopped()) {
        evidence.add(container.exitEvidence());
      }
    }
    return new Undiagnosed(reason, false, evidence);
  }

  private static String missing(TaskRunView run) {
    List<String> missing = run.history().missing();
    return missing.isEmpty() ? "" : " Not read: " + String.join("; ", missing) + ".";
  }

  /** What ECS itself knows of the task, for about an hour after its end. */
  private static String next(Task task) {
    return " Next: aws ecs describe-tasks --cluster "
        + task.cluster()
        + " --tasks "
        + task.id()
        + (task.region().isEmpty() ? "" : " --region " + task.region());
  }
}
