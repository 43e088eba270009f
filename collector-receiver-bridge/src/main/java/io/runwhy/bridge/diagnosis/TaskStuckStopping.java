package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/** The task was asked to stop, its grace is over, and it is still there. */
final class TaskStuckStopping implements TaskRule {
  /** Later states are ECS's own work. */
  private static final Set<String> STATES = Set.of("RUNNING", "DEACTIVATING", "STOPPING");

  @Override
  public String name() {
    return "stuck-stopping";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    Instant asked = view.task().stoppingAt();
    Duration allowed = TaskBudgets.stopping(view);
    if (!view.isStopping()
        || view.history().lost()
        || !STATES.contains(view.task().lastStatus())
        || asked == null
        || !view.isPast(asked, allowed)) {
      return;
    }
    Duration grace = allowed.minus(view.run().budgets().stop());
    Finding.Builder builder =
        Finding.of("Deleted.StuckTerminating", Confidence.LIKELY)
            .task(view)
            .evidence(view.path("lastStatus"), view.task().lastStatus(), null)
            .evidence(view.path("stoppingAt"), asked.toString(), asked)
            .value("waited", view.since(asked.plus(grace)))
            .value("stop_timeout", Long.toString(grace.toSeconds()));
    view.stopEvidence().stream()
        .filter(e -> !e.field().endsWith("lastStatus"))
        .forEach(builder::evidence);
    found.accept(builder.build());
  }
}
