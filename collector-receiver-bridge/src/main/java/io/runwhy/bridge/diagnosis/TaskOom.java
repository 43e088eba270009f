package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.Severity;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** A container whose reason says that it, or a process in it, was killed for memory. */
final class TaskOom implements TaskRule {
  @Override
  public String name() {
    return "out-of-memory";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    if (!view.isStopped() && !view.isPending()) {
      return;
    }
    boolean told = false;
    for (TaskContainerView container : view.mains()) {
      if (container.isOutOfMemory()) {
        found.accept(finding(container).build());
        told = true;
      }
    }
    for (TaskContainerView container : view.containers()) {
      if (!container.is(ContainerRole.MAIN)
          && container.isOutOfMemory()
          && !TaskSidecars.isAside(container)) {
        found.accept(finding(container).build());
        told = true;
      }
    }
    String reason = view.task().stoppedReason();
    if (!told && TaskContainerView.isOutOfMemory(reason) && view.isStopped()) {
      ofTask(view, found);
    }
  }

  /** Only the task says so: it is the only container, or the only one that was killed. */
  private static void ofTask(TaskView view, Consumer<Finding> found) {
    List<TaskContainerView> killed =
        view.containers().size() == 1
            ? view.containers()
            : view.containers().stream().filter(c -> Objects.equals(c.exitCode(), 137)).toList();
    if (killed.size() == 1) {
      TaskContainerView container = killed.get(0);
      Finding.Builder builder =
          Finding.of(
                  container.is(ContainerRole.MAIN) ? "OOM.Container" : "OOM.Sidecar",
                  view.containers().size() == 1 ? Confidence.CONFIRMED : Confidence.LIKELY)
              .container(container)
              .value("reason", Texts.quote(view.task().stoppedReason()));
      view.stopEvidence().forEach(builder::evidence);
      found.accept(builder.evidence(container.exitEvidence()).build());
    }
  }

  static Finding.Builder finding(TaskContainerView container) {
    Integer code = container.exitCode();
    boolean main = container.is(ContainerRole.MAIN);
    boolean processOnly = code != null && code != 137;
    Finding.Builder builder =
        Finding.of(
                !main ? "OOM.Sidecar" : processOnly ? "OOM.ProcessInContainer" : "OOM.Container",
                Confidence.CONFIRMED)
            .container(container)
            .evidence(container.reasonEvidence())
            .evidence(container.exitEvidence());
    if (!container.memory().isEmpty()) {
      builder.evidence(container.path("memory"), container.memory() + " MiB", null);
    } else if (!container.task().task().memory().isEmpty()) {
      builder.evidence(
          container.task().path("memory"), container.task().task().memory() + " MiB", null);
    }
    boolean survived = main ? code != null && code == 0 : container.task().endedWell();
    return survived ? builder.severity(Severity.WARNING) : builder;
  }
}
