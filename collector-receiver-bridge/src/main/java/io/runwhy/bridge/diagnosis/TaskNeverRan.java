package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.TaskDefinition;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A container that never ran because one that it waits for failed, and no text says so: the agent
 * gives it the exit code 143.
 */
final class TaskNeverRan implements TaskRule {
  @Override
  public String name() {
    return "never-ran";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    if (!view.isStopped() || view.isStoppedFromOutside()) {
      return;
    }
    for (TaskContainerView container : view.containers()) {
      if (container.neverRan()
          && container.reason().isEmpty()
          && (Objects.equals(container.exitCode(), 143) || container.is(ContainerRole.MAIN))) {
        TaskContainerView dependency = failedDependency(view, container);
        if (dependency != null && dependency.hasCodeOfItsOwn()) {
          found.accept(
              Finding.of("Dependency.Failed", Confidence.LIKELY)
                  .container(container)
                  .evidence(container.exitEvidence())
                  .evidence(dependency.exitEvidence())
                  .value("dependency", dependency.name())
                  .build());
          return;
        }
      }
    }
  }

  /**
   * The container that another one waited for and that did not come as far as it must; where the
   * definition is not known, the only one that failed. Null when there is none.
   */
  static @Nullable TaskContainerView failedDependency(TaskView view, TaskContainerView waiter) {
    TaskDefinition.Container definition = waiter.definition();
    if (definition != null) {
      return definition.dependsOn().stream()
          .map(d -> view.container(d.container()))
          .filter(Objects::nonNull)
          .filter(c -> c.hasCodeOfItsOwn() || !c.reason().isEmpty())
          .findFirst()
          .orElse(null);
    }
    List<TaskContainerView> failed =
        view.containers().stream().filter(c -> !c.equals(waiter) && c.hasCodeOfItsOwn()).toList();
    return failed.size() == 1 ? failed.get(0) : null;
  }
}
