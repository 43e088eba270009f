package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskDefinition;
import io.runwhy.conventions.refusal.EcsNames;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody or something outside stopped the task. Known words come before the bare stop code, which
 * is an open set and often missing. Exit codes follow from such a stop and explain nothing.
 */
final class TaskStops implements TaskRule {
  private static final PatternTable TABLE = PatternTable.load("ecs-stops");

  @Override
  public String name() {
    return "stopped-from-outside";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    Task task = view.task();
    PatternTable.Match match = view.stop();
    if (match == null) {
      if (isNotice(view)) {
        found.accept(notice(view));
      }
      return;
    }
    Finding.Builder builder = Finding.of(match, "Disruption.Other").task(view);
    TaskContainerView container = container(view, match.code());
    if (container != null) {
      builder.container(container);
    }
    view.stopEvidence().forEach(builder::evidence);
    for (TaskContainerView main : view.mains()) {
      if (main.exitCode() != null) {
        builder.evidence(main.exitEvidence());
      }
    }
    found.accept(builder.values(match.values()).values(EcsNames.of(task.stoppedReason())).build());
  }

  /** Who or what stopped it; null when it was nobody outside, or nothing says so. */
  static PatternTable.@Nullable Match match(Task task) {
    StringBuilder subject = new StringBuilder(task.stoppedReason().replace('\u2019', '\''));
    if (!task.stopCode().isEmpty()) {
      subject.append(" {code-").append(task.stopCode()).append('}');
    }
    if (task.stopCode().equals("UserInitiated") || isPlain(task)) {
      subject.append(" {by-call}");
    }
    if (TaskValues.isSpot(task)) {
      subject.append(" {on-spot}");
    } else if (!task.isFargate()) {
      subject.append(" {on-host}");
    }
    return TABLE.first(subject.toString(), task.stoppedReason());
  }

  /** Without a stop code a caller's words are told from an error's by their look. */
  private static boolean isPlain(Task task) {
    return task.stopCode().isEmpty()
        && !task.stoppedReason().isEmpty()
        && !EcsText.isError(task.stoppedReason())
        && StartCause.match(task.stoppedReason(), List.of()) == null;
  }

  /** AWS warns two minutes ahead: the task shall stop, and nothing says why. */
  private static boolean isNotice(TaskView view) {
    return view.isStopping()
        && view.task().lastStatus().equals("RUNNING")
        && view.task().executionStoppedAt() == null
        && TaskValues.isSpot(view.task())
        && view.task().stopCode().isEmpty()
        && view.task().stoppedReason().isEmpty()
        && view.containers().stream().noneMatch(c -> c.exitCode() != null);
  }

  private static Finding notice(TaskView view) {
    Finding.Builder builder =
        Finding.of("Disruption.SpotInterruption", Confidence.LIKELY)
            .task(view)
            .evidence(view.statusEvidence())
            .evidence(view.path("desiredStatus"), "STOPPED", view.task().stoppingAt())
            .evidence(view.path("capacityProviderName"), view.task().capacityProvider(), null);
    view.mains().stream().limit(1).forEach(builder::container);
    return builder.build();
  }

  /** The container that a stop is about, where it is about one. */
  private static @Nullable TaskContainerView container(TaskView view, String code) {
    if (code.equals("Probe.HealthCheck")) {
      return view.containers().stream()
          .filter(c -> c.seen().healthStatus().equals("UNHEALTHY") || hasCheck(c))
          .reduce((a, b) -> b.seen().healthStatus().equals("UNHEALTHY") ? b : a)
          .orElse(null);
    }
    return code.equals("Disruption.SpotInterruption")
        ? view.containers().stream().filter(c -> c.is(ContainerRole.MAIN)).findFirst().orElse(null)
        : null;
  }

  private static boolean hasCheck(TaskContainerView container) {
    TaskDefinition.Container definition = container.definition();
    return definition != null && !definition.healthCheck().isEmpty();
  }
}
