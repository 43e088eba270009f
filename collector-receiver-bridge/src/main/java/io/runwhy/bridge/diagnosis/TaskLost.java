package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Task;
import java.time.Instant;
import java.util.function.Consumer;

/** What ECS says of the task is no longer true: it does not know it, or its process is gone. */
final class TaskLost implements TaskRule {
  @Override
  public String name() {
    return "lost";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    Task task = view.task();
    if (view.isStopped()) {
      return;
    }
    if (view.history().lost()) {
      Finding.Builder builder =
          Finding.of("Runtime.StatusLost", Confidence.CONFIRMED)
              .task(view)
              .evidence("DescribeTasks failures[].reason", "MISSING", null)
              .evidence(view.path("lastStatus"), task.lastStatus(), task.startedAt());
      view.mains().stream().limit(1).forEach(builder::container);
      found.accept(builder.build());
      return;
    }
    for (TaskContainerView main : view.mains()) {
      if (task.lastStatus().equals("RUNNING")
          && task.desiredStatus().equals("RUNNING")
          && main.seen().lastStatus().equals("STOPPED")
          && view.isPast(task.executionStoppedAt(), TaskBudgets.stopping(view))) {
        Instant ended = task.executionStoppedAt();
        found.accept(
            Finding.of("Runtime.StatusLost", Confidence.LIKELY)
                .container(main)
                .evidence(view.path("lastStatus"), "RUNNING", task.startedAt())
                .evidence(main.path("lastStatus"), "STOPPED", ended)
                .value("waited", view.since(ended))
                .build());
      }
    }
  }
}
