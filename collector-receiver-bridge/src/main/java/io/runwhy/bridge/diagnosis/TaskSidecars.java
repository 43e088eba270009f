package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.Severity;
import java.util.function.Consumer;

/** Another container failed beside a run that ended by itself: the run is fine, or failed alone. */
final class TaskSidecars implements TaskRule {
  @Override
  public String name() {
    return "sidecar-failed";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    if (!view.isStopped() || view.isStoppedFromOutside()) {
      return;
    }
    for (TaskContainerView container : view.containers()) {
      if (isAside(container)) {
        report(view, container, found);
      }
    }
  }

  /**
   * Whether a container is not to blame for how the run ended: the run ended well, or it ran in a
   * task that goes on without this container.
   */
  static boolean isAside(TaskContainerView container) {
    TaskView task = container.task();
    return !container.is(ContainerRole.MAIN)
        && !container.is(ContainerRole.INIT)
        && task.isStopped()
        && task.mainsRan()
        && (task.endedWell() || container.isNotEssential())
        && !(container.isOutOfMemory() && task.endedWell());
  }

  private static void report(TaskView view, TaskContainerView container, Consumer<Finding> found) {
    boolean failed = container.hasCodeOfItsOwn() || isUnstarted(container);
    if (view.endedWell() && failed) {
      found.accept(
          TaskProcessEnded.facts(
                  Finding.of("Sidecar.FailedMainOk", Confidence.CONFIRMED),
                  container,
                  container.log())
              .build());
    }
    if (container.isOutOfMemory()) {
      found.accept(TaskOom.finding(container).confidence(Confidence.LIKELY).build());
      return;
    }
    if (isUnstarted(container)) {
      Finding.Builder cause =
          StartCause.finding(
              view, new TaskTexts.Said(container.reason(), container, container.reasonEvidence()));
      if (cause != null) {
        found.accept(cause.confidence(Confidence.POSSIBLE).severity(Severity.WARNING).build());
      }
    }
  }

  private static boolean isUnstarted(TaskContainerView container) {
    return container.exitCode() == null
        && StartCause.match(container.reason(), java.util.List.of()) != null;
  }
}
