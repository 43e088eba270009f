package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.ContainerState.Waiting;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Severity;
import java.time.Instant;
import java.util.List;
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
      notReady(pod, container, found);
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
          } else {
            stopped(pod, container, end, event, found);
          }
        }
      }
    }
  }

  /**
   * With restartPolicy Never the kubelet only says "Stopping container". A pod that nobody asked to
   * end was then stopped by the kubelet itself, and a probe that failed at that moment is the
   * likely reason.
   */
  private static void stopped(
      PodView pod,
      ContainerView container,
      Terminated end,
      KubernetesEvent killing,
      Consumer<Finding> found) {
    boolean asked =
        pod.history().deletionRequestedAt() != null
            || pod.history().deleted()
            || pod.ending().disruption().isPresent()
            || !pod.pod().reason().isEmpty();
    if (asked || pod.restarts() || !killing.message().startsWith("Stopping container")) {
      return;
    }
    for (String probe : List.of("Startup", "Liveness")) {
      KubernetesEvent unhealthy = unhealthy(pod, container, probe);
      Instant failed = unhealthy == null ? null : unhealthy.last();
      if (failed != null
          && killing.last() != null
          && !failed.isAfter(killing.last().plus(PodView.CLOCK_TOLERANCE))
          && !failed.isBefore(killing.last().minus(PodView.CLOCK_TOLERANCE))) {
        String code = probe.equals("Startup") ? "Probe.StartupKill" : "Probe.LivenessKill";
        found.accept(builder(code, Confidence.LIKELY, probe, pod, container, end, killing).build());
        return;
      }
    }
  }

  /** A readiness probe never ends anything; a run whose only trouble it is runs on. */
  private static void notReady(PodView pod, ContainerView container, Consumer<Finding> found) {
    KubernetesEvent unhealthy = unhealthy(pod, container, "Readiness");
    boolean now =
        unhealthy != null
            && container.isRunning()
            && container.status() != null
            && !container.status().ready()
            && !container.failed();
    if (unhealthy != null && now && unhealthy.count() > 2) {
      found.accept(
          Finding.of("Probe.Readiness", Confidence.CONFIRMED)
              .container(container)
              .evidence(PodView.eventEvidence(unhealthy))
              .value("probe_answer", Texts.quote(unhealthy.message()))
              .severity(Severity.INFO)
              .build());
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
    return builder(code, Confidence.CONFIRMED, probe, pod, container, end, killing).build();
  }

  private static Finding.Builder builder(
      String code,
      Confidence confidence,
      String probe,
      PodView pod,
      ContainerView container,
      Terminated end,
      KubernetesEvent killing) {
    Finding.Builder builder =
        Finding.of(code, confidence)
            .container(container)
            .evidence(PodView.eventEvidence(killing))
            .evidence(container.endEvidence(end))
            .value("exit_code", Integer.toString(end.exitCode()));
    KubernetesEvent unhealthy = unhealthy(pod, container, probe);
    if (unhealthy != null) {
      builder
          .evidence(PodView.eventEvidence(unhealthy))
          .value("probe_answer", Texts.quote(unhealthy.message()));
    }
    return builder;
  }

  private static @Nullable KubernetesEvent unhealthy(
      PodView pod, ContainerView container, String probe) {
    return pod.events().stream()
        .filter(e -> e.is("Unhealthy") && e.container().equals(container.name()))
        .filter(e -> e.message().startsWith(probe))
        .reduce((a, b) -> b)
        .orElse(null);
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
