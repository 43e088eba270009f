package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.StageBudgets;
import io.runwhy.bridge.model.TaskDefinition;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Images are there, and a container waits for another one that does not come as far as it must. */
final class TaskDependencies {
  private TaskDependencies() {}

  static void find(TaskView view, StageBudgets budgets, Consumer<Finding> found) {
    Instant since =
        view.task().pullStoppedAt() == null ? view.task().createdAt() : view.task().pullStoppedAt();
    for (TaskContainerView waiter : view.containers()) {
      TaskDefinition.Container definition = waiter.definition();
      boolean waits =
          waiter.seen().lastStatus().equals("PENDING")
              || waiter.seen().lastStatus().equals("PROVISIONING");
      if (definition == null && waits && view.definition() == null) {
        undefined(view, waiter, since, budgets, found);
      } else if (definition != null && waits) {
        for (TaskDefinition.Dependency dependency : definition.dependsOn()) {
          ask(view, waiter, dependency, since, budgets, found);
        }
      }
    }
  }

  /**
   * The definition was not read: the only container that has stopped, or is not healthy, counts.
   */
  private static void undefined(
      TaskView view,
      TaskContainerView waiter,
      @Nullable Instant since,
      StageBudgets budgets,
      Consumer<Finding> found) {
    List<TaskContainerView> suspects =
        view.containers().stream()
            .filter(
                c ->
                    c.seen().healthStatus().equals("UNHEALTHY")
                        || c.seen().lastStatus().equals("STOPPED"))
            .toList();
    if (suspects.size() == 1) {
      String name = suspects.get(0).name();
      boolean stopped = suspects.get(0).seen().lastStatus().equals("STOPPED");
      ask(
          view,
          waiter,
          new TaskDefinition.Dependency(name, stopped ? "SUCCESS" : "HEALTHY"),
          since,
          budgets,
          found);
    }
  }

  private static void ask(
      TaskView view,
      TaskContainerView waiter,
      TaskDefinition.Dependency dependency,
      @Nullable Instant since,
      StageBudgets budgets,
      Consumer<Finding> found) {
    TaskContainerView other = view.container(dependency.container());
    if (other == null) {
      return;
    }
    boolean stopped = other.seen().lastStatus().equals("STOPPED");
    boolean healthy = other.seen().healthStatus().equals("HEALTHY");
    Integer code = other.exitCode();
    boolean done = code != null && (code == 0 || dependency.condition().equals("COMPLETE"));
    if (stopped && !done && view.isPast(since, TaskBudgets.create(budgets))) {
      found.accept(
          finding("Dependency.Failed", view, waiter, other, since)
              .evidence(other.exitEvidence())
              .build());
    } else if (dependency.condition().equals("HEALTHY")
        && !stopped
        && !healthy
        && view.isPast(since, TaskBudgets.health(budgets))) {
      String health = other.seen().healthStatus();
      found.accept(
          finding("Dependency.NotHealthy", view, waiter, other, since)
              .evidence(other.path("healthStatus"), health.isEmpty() ? "UNKNOWN" : health, null)
              .build());
    }
  }

  private static Finding.Builder finding(
      String code,
      TaskView view,
      TaskContainerView waiter,
      TaskContainerView other,
      @Nullable Instant since) {
    return Finding.of(code, Confidence.LIKELY)
        .container(waiter)
        .evidence(waiter.path("lastStatus"), waiter.seen().lastStatus(), since)
        .evidence(other.path("lastStatus"), other.seen().lastStatus(), null)
        .value("dependency", other.name())
        .value("waited", view.since(since));
  }
}
