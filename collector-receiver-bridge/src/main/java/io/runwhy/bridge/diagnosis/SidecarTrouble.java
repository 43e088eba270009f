package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.ContainerState.Waiting;
import java.time.Instant;
import java.util.function.Consumer;

/** The work is done, but another container failed or runs on. */
final class SidecarTrouble implements Rule.OfPod {
  @Override
  public String name() {
    return "sidecar-trouble";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    notReady(pod, found);
    Instant end = pod.ending().time();
    if (!pod.mainsSucceeded() || end == null || stoppedBefore(pod, end)) {
      return;
    }
    for (ContainerView container : pod.containers()) {
      boolean app = container.spec() != null && container.spec().kind() == ContainerSpec.Kind.APP;
      if (!container.is(ContainerRole.MAIN) && app) {
        Terminated t = container.terminated();
        if (t != null && lingered(pod, t, end)) {
          found.accept(
              Finding.of("Sidecar.BlocksCompletion", Confidence.CONFIRMED)
                  .container(container)
                  .evidence(container.endEvidence(t))
                  .evidence(pod.path("main containers"), "all ended with exit code 0", end)
                  .build());
        } else if (t != null && t.exitCode() != 0) {
          found.accept(
              ProcessEnded.facts(
                      Finding.of("Sidecar.FailedMainOk", Confidence.CONFIRMED),
                      container,
                      t,
                      container.log())
                  .value("engine", container.is(ContainerRole.ENGINE) ? "true" : "")
                  .value("reason", t.reason())
                  .build());
        } else if (container.isRunning()
            && end.plus(pod.run().budgets().linger()).isBefore(pod.run().now())) {
          found.accept(
              Finding.of("Sidecar.BlocksCompletion", Confidence.CONFIRMED)
                  .container(container)
                  .evidence(container.path("state.running"), "still running", container.startedAt())
                  .evidence(pod.path("main containers"), "all ended with exit code 0", end)
                  .build());
        }
      }
    }
  }

  /**
   * A native sidecar that runs but is not started, or loops for an unknown reason, holds back all
   * containers after it.
   */
  private static void notReady(PodView pod, Consumer<Finding> found) {
    if (!pod.pod().phase().equals("Pending") || !mainsWait(pod)) {
      return;
    }
    for (ContainerView container : pod.containers()) {
      boolean sidecar =
          container.spec() != null && container.spec().kind() == ContainerSpec.Kind.NATIVE_SIDECAR;
      Waiting waiting = container.waiting();
      boolean loops =
          waiting != null
              && waiting.reason().equals("CrashLoopBackOff")
              && container.lastTerminated() == null
              && container.waitingCause() == null;
      if (sidecar && (loops || isLate(pod, container))) {
        Finding.Builder builder =
            Finding.of("Sidecar.FailedToStart", Confidence.LIKELY)
                .container(container)
                .evidence(
                    container.path("started"),
                    "false: its startup probe has not passed",
                    container.startedAt());
        pod.events().stream()
            .filter(e -> e.is("Unhealthy") && e.container().equals(container.name()))
            .reduce((a, b) -> b)
            .ifPresent(
                e ->
                    builder
                        .evidence(PodView.eventEvidence(e))
                        .value("text", Texts.quote(e.message())));
        found.accept(builder.build());
      }
    }
  }

  private static boolean mainsWait(PodView pod) {
    return pod.mains().stream()
        .allMatch(c -> c.waiting() != null && c.waiting().reason().equals("PodInitializing"));
  }

  private static boolean isLate(PodView pod, ContainerView container) {
    Instant since = container.startedAt();
    return container.isRunning()
        && container.status() != null
        && Boolean.FALSE.equals(container.status().started())
        && since != null
        && since.plus(pod.run().budgets().connect()).isBefore(pod.run().now());
  }

  /** Whether it ran on after the work was done, until somebody ended the pod. */
  private static boolean lingered(PodView pod, Terminated sidecar, Instant end) {
    Instant deleted = pod.ending().deletionAsked();
    Instant asked =
        deleted == null
            ? pod.run().jobFailure().map(Condition::lastTransition).orElse(null)
            : deleted;
    return asked != null
        && end.plus(pod.run().budgets().linger()).isBefore(asked)
        && sidecar.finishedAt() != null
        && !sidecar.finishedAt().isBefore(asked.minus(PodView.CLOCK_TOLERANCE));
  }

  private static boolean stoppedBefore(PodView pod, Instant end) {
    Instant deletion = pod.history().deletionRequestedAt();
    return (deletion != null && deletion.isBefore(end)) || pod.ending().disruption().isPresent();
  }
}
