package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The node went away, restarted or ran out of memory around a container's end; a lost status is its
 * symptom.
 */
final class NodeTrouble implements Rule.OfPod {
  static final Duration NEAR = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "node-trouble";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    systemOom(pod, found);
    unreachable(pod, found);
    for (ContainerView container : pod.containers()) {
      Terminated end = container.newestEnd();
      boolean lost =
          end != null
              && ((ContainerView.isPlaceholder(end) && !container.neverRan())
                  || (end.reason().equals("Unknown") && end.exitCode() == 255));
      if (end != null && lost && pod.pod().reason().isEmpty()) {
        Finding.Builder builder =
            Finding.of("Runtime.StatusLost", Confidence.CONFIRMED)
                .container(container)
                .evidence(container.endEvidence(end))
                .value("exit_code", Integer.toString(end.exitCode()))
                .value("text", Texts.quote(end.message()));
        rebooted(pod)
            .ifPresent(e -> builder.evidence(PodView.eventEvidence(e)).value("rebooted", "true"));
        found.accept(builder.build());
      }
    }
  }

  private static java.util.Optional<KubernetesEvent> rebooted(PodView pod) {
    return pod.run().history().events().stream().filter(e -> e.is("Rebooted")).findFirst();
  }

  private static void systemOom(PodView pod, Consumer<Finding> found) {
    for (ContainerView container : pod.containers()) {
      Terminated end = container.newestEnd();
      if (end == null || end.exitCode() != 137 || !end.reason().equals("Error")) {
        continue;
      }
      for (KubernetesEvent event : pod.run().history().events()) {
        boolean oom = event.is("SystemOOM") || event.is("OOMKilling");
        boolean here =
            event.about().kind().equals("Node")
                && event.about().name().equals(pod.pod().nodeName());
        if (oom && here && isNear(event.last(), end.finishedAt())) {
          found.accept(
              Finding.of("OOM.NodeLevel", Confidence.LIKELY)
                  .container(container)
                  .evidence(PodView.eventEvidence(event))
                  .evidence(container.endEvidence(end))
                  .value("text", Texts.quote(event.message()))
                  .build());
        }
      }
    }
  }

  private static void unreachable(PodView pod, Consumer<Finding> found) {
    Node node = pod.node();
    Condition ready = node == null ? null : node.condition("Ready").orElse(null);
    boolean podReady = pod.pod().condition("Ready").map(Condition::isFalse).orElse(false);
    KubernetesEvent notReady = pod.event("NodeNotReady").orElse(null);
    if (pod.pod().isTerminal() || !pod.pod().phase().equals("Running") || !podReady) {
      return;
    }
    if (ready != null
        && (ready.status().equals("Unknown") || (notReady != null && !ready.isTrue()))) {
      found.accept(
          Finding.of("Disruption.NodeUnreachable", Confidence.CONFIRMED)
              .pod(pod)
              .evidence(
                  "node/" + pod.pod().nodeName() + " status.conditions[Ready]",
                  ready.status() + " " + ready.reason() + ": " + ready.message(),
                  ready.lastTransition())
              .value("text", Texts.quote(ready.message()))
              .build());
    }
  }

  private static boolean isNear(@Nullable Instant a, @Nullable Instant b) {
    return a != null && b != null && Duration.between(a, b).abs().compareTo(NEAR) <= 0;
  }
}
