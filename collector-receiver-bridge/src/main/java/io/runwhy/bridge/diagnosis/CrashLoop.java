package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.ContainerState.Waiting;
import java.util.function.Consumer;

/**
 * A restart loop whose cause is not in any earlier rule: a good end that is restarted, or no end on
 * record.
 */
final class CrashLoop implements Rule.OfPod {
  @Override
  public String name() {
    return "crash-loop";
  }

  /** A probe that failed may have asked for the good end. */
  private static boolean isProbed(ContainerView container) {
    return container.pod().events().stream()
        .anyMatch(e -> e.is("Unhealthy") && e.container().equals(container.name()));
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    for (ContainerView container : pod.containers()) {
      Waiting waiting = container.waiting();
      if (waiting == null || !waiting.reason().equals("CrashLoopBackOff")) {
        continue;
      }
      Terminated last = container.lastTerminated();
      if (last == null) {
        found.accept(
            Finding.of("CrashLoop.Unknown", Confidence.LIKELY)
                .container(container)
                .evidence(container.waitingEvidence(waiting))
                .value("restarts", Integer.toString(container.restartCount()))
                .build());
      } else if (last.exitCode() == 0 && last.reason().equals("Completed")) {
        found.accept(
            Finding.of(
                    "App.CompletedInLoop",
                    isProbed(container) ? Confidence.LIKELY : Confidence.CONFIRMED)
                .container(container)
                .evidence(container.endEvidence(last))
                .evidence(pod.path("spec.restartPolicy"), pod.pod().spec().restartPolicy(), null)
                .value("restarts", Integer.toString(container.restartCount()))
                .build());
      }
    }
  }
}
