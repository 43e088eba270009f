package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** A pod that is bound, but whose kubelet has never touched it. */
final class NodeSilent implements Rule.OfPod {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "node-silent";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    Node node = pod.node();
    Condition ready = node == null ? null : node.condition("Ready").orElse(null);
    Instant bound =
        pod.pod()
            .condition("PodScheduled")
            .map(Condition::lastTransition)
            .orElse(pod.pod().creationTimestamp());
    if (pod.pod().nodeName().isEmpty()
        || !pod.pod().phase().equals("Pending")
        || pod.pod().startTime() != null
        || !pod.pod().statuses().isEmpty()
        || ready == null
        || ready.isTrue()
        || bound == null
        || !bound.plus(PATIENCE).isBefore(pod.run().now())) {
      return;
    }
    found.accept(
        Finding.of("Disruption.NodeNeverStarted", Confidence.CONFIRMED)
            .pod(pod)
            .evidence(
                "node/" + pod.pod().nodeName() + " status.conditions[Ready]",
                ready.status() + " " + ready.reason(),
                ready.lastTransition())
            .evidence(pod.path("status.startTime"), "none: the kubelet has not seen the pod", bound)
            .build());
  }
}
