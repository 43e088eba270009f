package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.ContainerState.Terminated;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** The work is done, but another container failed or runs on. */
final class SidecarTrouble implements Rule.OfPod {
  /** A sidecar may take this long to notice that the work is done. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "sidecar-trouble";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    Instant end = pod.end();
    if (!pod.mainsSucceeded() || end == null || stoppedBefore(pod, end)) {
      return;
    }
    for (ContainerView container : pod.containers()) {
      boolean app = container.spec() != null && container.spec().kind() == ContainerSpec.Kind.APP;
      if (!container.is(ContainerRole.MAIN) && app) {
        Terminated t = container.terminated();
        if (t != null && t.exitCode() != 0) {
          found.accept(
              Finding.of("Sidecar.FailedMainOk", Confidence.CONFIRMED)
                  .container(container)
                  .evidence(container.endEvidence(t))
                  .value("exit_code", Integer.toString(t.exitCode()))
                  .value("reason", t.reason())
                  .build());
        } else if (container.isRunning() && end.plus(PATIENCE).isBefore(pod.run().now())) {
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

  private static boolean stoppedBefore(PodView pod, Instant end) {
    Instant deletion = pod.history().deletionRequestedAt();
    return (deletion != null && deletion.isBefore(end)) || pod.disruption().isPresent();
  }
}
