package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerInstance;
import io.runwhy.bridge.model.StageBudgets;
import io.runwhy.bridge.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A task that has not started for longer than is normal, with what it most likely waits for. */
final class TaskWaits implements TaskRule {
  @Override
  public String name() {
    return "waits";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    Task task = view.task();
    if (view.isStopped() || view.isStopping() || view.history().lost()) {
      return;
    }
    StageBudgets budgets = view.run().budgets();
    switch (task.lastStatus()) {
      case "PROVISIONING" -> provisioning(view, budgets, found);
      case "PENDING" -> {
        if (task.pullStartedAt() == null) {
          unpulled(view, budgets, found);
        } else if (task.pullStoppedAt() == null) {
          pulling(view, budgets, found);
        } else {
          TaskDependencies.find(view, budgets, found);
        }
      }
      case "ACTIVATING" -> TaskDependencies.find(view, budgets, found);
      default -> {
        // It runs, or is being taken down.
      }
    }
  }

  private static void provisioning(TaskView view, StageBudgets budgets, Consumer<Finding> found) {
    Task task = view.task();
    if (task.isFargate()) {
      late(
          "TaskInit.EniTimeout",
          view,
          task.createdAt(),
          "createdAt",
          TaskBudgets.networkInterface(budgets),
          found);
    } else if (!task.capacityProvider().isEmpty()) {
      late(
          "Capacity.ScaleOutPending",
          view,
          task.createdAt(),
          "createdAt",
          TaskBudgets.host(budgets),
          found);
    }
  }

  private static void unpulled(TaskView view, StageBudgets budgets, Consumer<Finding> found) {
    Task task = view.task();
    ContainerInstance host = view.instance();
    boolean silent =
        task.connectivity().equals("DISCONNECTED")
            || (host != null && Boolean.FALSE.equals(host.agentConnected()));
    if (!task.isFargate() && !silent) {
      late(
          "Host.BusyStopping",
          view,
          task.createdAt(),
          "createdAt",
          TaskBudgets.create(budgets),
          found);
    }
  }

  private static void pulling(TaskView view, StageBudgets budgets, Consumer<Finding> found) {
    Task task = view.task();
    if (!view.isPast(task.pullStartedAt(), TaskBudgets.pull(budgets))) {
      return;
    }
    Finding.Builder builder = Finding.of("Image.SlowPull", Confidence.LIKELY).task(view);
    view.mains().stream().limit(1).forEach(builder::container);
    found.accept(
        builder
            .evidence(view.path("lastStatus"), task.lastStatus(), null)
            .evidence(
                view.path("pullStartedAt"),
                String.valueOf(task.pullStartedAt()),
                task.pullStartedAt())
            .value("waited", view.since(task.pullStartedAt()))
            .build());
  }

  private static void late(
      String code,
      TaskView view,
      @Nullable Instant since,
      String field,
      Duration budget,
      Consumer<Finding> found) {
    if (view.isPast(since, budget)) {
      found.accept(
          Finding.of(code, Confidence.LIKELY)
              .task(view)
              .evidence(view.path("lastStatus"), view.task().lastStatus(), null)
              .evidence(view.path(field), String.valueOf(since), since)
              .value("waited", view.since(since))
              .build());
    }
  }
}
