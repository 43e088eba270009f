package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.ContainerState.Waiting;
import java.util.function.Consumer;

/** A bound pod that the kubelet did not admit: failed, and no container has a status. */
final class RefusedByNode implements Rule.OfPod {
  private static final PatternTable TABLE = PatternTable.load("node-admission");

  @Override
  public String name() {
    return "refused-by-node";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    if (pod.pod().phase().equals("Failed") && pod.pod().statuses().isEmpty()) {
      PatternTable.Match match = TABLE.first(pod.pod().reason() + ": " + pod.pod().message());
      if (match != null) {
        found.accept(
            Finding.of(match.code(), match.confidence())
                .values(match.values())
                .pod(pod)
                .evidence(pod.statusEvidence())
                .value("text", Texts.quote(pod.pod().message()))
                .build());
      }
    } else if (pod.pod().phase().equals("Pending")) {
      for (ContainerView container : pod.containers()) {
        Waiting waiting = container.waiting();
        if (waiting != null && waiting.reason().equals("Blocked")) {
          found.accept(
              Finding.of("NodeAdmission.Security", io.runwhy.bridge.model.Confidence.CONFIRMED)
                  .container(container)
                  .evidence(container.waitingEvidence(waiting))
                  .value("text", Texts.quote(waiting.message()))
                  .build());
        }
      }
    }
  }
}
