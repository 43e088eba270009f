package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.ContainerState.Waiting;
import io.runwhy.bridge.model.KubernetesEvent;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The kubelet killed a container because a probe or its postStart hook failed. Only its own event
 * proves it.
 */
final class KilledByProbe implements Rule.OfPod {
  @Override
  public String name() {
    return "killed-by-probe";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    for (ContainerView container : pod.containers()) {
      hook(pod, container, found);
      Terminated end = container.newestEnd();
      if (end == null) {
        continue;
      }
      for (KubernetesEvent event : pod.events()) {
        if (event.is("Killing")
            && event.container().equals(container.name())
            && inside(event, end)) {
          if (event.message().contains("failed liveness probe")) {
            found.accept(finding("Probe.LivenessKill", "Liveness", pod, container, end, event));
          } else if (event.message().contains("failed startup probe")) {
            found.accept(finding("Probe.StartupKill", "Startup", pod, container, end, event));
          }
        }
      }
    }
  }

  private static void hook(PodView pod, ContainerView container, Consumer<Finding> found) {
    Waiting waiting = container.waiting();
    Terminated end = container.newestEnd();
    KubernetesEvent failed =
        pod.events().stream()
            .filter(e -> e.is("FailedPostStartHook") && e.container().equals(container.name()))
            .reduce((a, b) -> b)
            .orElse(null);
    boolean waits = waiting != null && waiting.reason().equals("PostStartHookError");
    if (!waits && (failed == null || end == null || end.exitCode() == 0)) {
      return;
    }
    Finding.Builder builder =
        Finding.of("Start.PostStartHook", Confidence.CONFIRMED).container(container);
    if (waits && waiting != null) {
      builder
          .evidence(container.waitingEvidence(waiting))
          .value("text", Texts.quote(waiting.message()));
    }
    if (failed != null) {
      builder.evidence(PodView.eventEvidence(failed)).value("text", Texts.quote(failed.message()));
    }
    if (end != null) {
      builder.evidence(container.endEvidence(end));
    }
    found.accept(builder.build());
  }

  private static Finding finding(
      String code,
      String probe,
      PodView pod,
      ContainerView container,
      Terminated end,
      KubernetesEvent killing) {
    Finding.Builder builder =
        Finding.of(code, Confidence.CONFIRMED)
            .container(container)
            .evidence(PodView.eventEvidence(killing))
            .evidence(container.endEvidence(end))
            .value("exit_code", Integer.toString(end.exitCode()));
    KubernetesEvent unhealthy =
        pod.events().stream()
            .filter(e -> e.is("Unhealthy") && e.container().equals(container.name()))
            .filter(e -> e.message().startsWith(probe))
            .reduce((a, b) -> b)
            .orElse(null);
    if (unhealthy != null) {
      builder
          .evidence(PodView.eventEvidence(unhealthy))
          .value("probe_answer", Texts.quote(unhealthy.message()));
    }
    return builder.build();
  }

  /** Whether the kill fell into this attempt: not before it began, not after it had ended. */
  private static boolean inside(KubernetesEvent event, Terminated end) {
    Instant at = event.last();
    return at == null
        || (notBefore(at, end.startedAt())
            && notAfter(event.first() == null ? at : event.first(), end.finishedAt()));
  }

  private static boolean notBefore(Instant at, @Nullable Instant start) {
    return start == null || !at.isBefore(start.minus(PodView.CLOCK_TOLERANCE));
  }

  private static boolean notAfter(Instant at, @Nullable Instant end) {
    return end == null || !at.isAfter(end.plus(PodView.CLOCK_TOLERANCE));
  }
}
