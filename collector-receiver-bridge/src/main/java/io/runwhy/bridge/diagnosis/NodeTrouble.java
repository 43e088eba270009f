package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
      if (end != null && pod.pod().reason().isEmpty()) {
        lost(pod, container, end, found);
      }
    }
  }

  private static void lost(
      PodView pod, ContainerView container, Terminated end, Consumer<Finding> found) {
    Confidence confidence = null;
    if (ContainerView.isPlaceholder(end)) {
      boolean explained =
          container.neverRan()
              && (container.waitingCause() != null
                  || ContainersCreating.hasWarning(pod)
                  || pod.hasOwnFailure());
      boolean seen = !container.neverRan() && pod.ending().deletionAsked() == null;
      confidence = explained ? null : seen ? Confidence.CONFIRMED : Confidence.LIKELY;
    } else if (end.reason().equals("Unknown") && end.exitCode() == 255) {
      confidence = Confidence.CONFIRMED;
    } else if (isInvented(pod, end)) {
      confidence = Confidence.POSSIBLE;
    }
    if (confidence == null) {
      return;
    }
    Finding.Builder builder =
        Finding.of("Runtime.StatusLost", confidence)
            .container(container)
            .evidence(container.endEvidence(end))
            .value("exit_code", Integer.toString(end.exitCode()))
            .value("text", Texts.quote(end.message()));
    rebooted(pod)
        .ifPresent(e -> builder.evidence(PodView.eventEvidence(e)).value("rebooted", "true"));
    found.accept(builder.build());
  }

  /**
   * Ends that some runtimes make up: a success of a Docker container whose node was reset, and the
   * 255 of a CRI-O container that lived for about a second.
   */
  private static boolean isInvented(PodView pod, Terminated end) {
    return switch (pod.pod().runtime()) {
      case "docker" ->
          end.exitCode() == 0
              && rebooted(pod)
                  .filter(e -> isNear(e.last(), end.finishedAt()) && !before(e, end))
                  .isPresent();
      case "cri-o" ->
          end.exitCode() == 255
              && end.reason().equals("Error")
              && end.startedAt() != null
              && end.finishedAt() != null
              && Duration.between(end.startedAt(), end.finishedAt()).toSeconds() <= 1;
      default -> false;
    };
  }

  private static boolean before(KubernetesEvent event, Terminated end) {
    return event.last() != null
        && end.finishedAt() != null
        && event.last().isBefore(end.finishedAt().minus(PodView.CLOCK_TOLERANCE));
  }

  private static Optional<KubernetesEvent> rebooted(PodView pod) {
    return pod.run().history().events().stream()
        .filter(e -> e.is("Rebooted") && isOfNode(pod, e))
        .findFirst();
  }

  private static boolean isOfNode(PodView pod, KubernetesEvent event) {
    return event.about().kind().equals("Node") && event.about().name().equals(pod.pod().nodeName());
  }

  private static void systemOom(PodView pod, Consumer<Finding> found) {
    for (ContainerView container : pod.containers()) {
      Terminated end = container.newestEnd();
      boolean unlimited = end != null && end.reason().equals("OOMKilled");
      if (end == null
          || end.exitCode() != 137
          || !(end.reason().equals("Error")
              || (unlimited && container.limit("memory").isEmpty()))) {
        continue;
      }
      for (KubernetesEvent event : pod.run().history().events()) {
        boolean oom = event.is("SystemOOM") || event.is("OOMKilling");
        if (oom && isOfNode(pod, event) && isNear(event.last(), end.finishedAt())) {
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
    if (ready == null || ready.isTrue()) {
      return;
    }
    boolean podReady = pod.pod().condition("Ready").map(Condition::isFalse).orElse(false);
    KubernetesEvent notReady = pod.event("NodeNotReady").orElse(null);
    boolean running =
        !pod.pod().isTerminal()
            && pod.pod().phase().equals("Running")
            && podReady
            && (ready.status().equals("Unknown") || notReady != null);
    boolean ended =
        pod.pod().isTerminal()
            && pod.containers().stream()
                .map(ContainerView::terminated)
                .anyMatch(
                    t ->
                        t != null
                            && t.exitCode() == 137
                            && t.reason().equals("Error")
                            && isNear(ready.lastTransition(), t.finishedAt()));
    if (running || ended) {
      Finding.Builder builder =
          Finding.of(
                  "Disruption.NodeUnreachable", running ? Confidence.CONFIRMED : Confidence.LIKELY)
              .pod(pod)
              .evidence(
                  "node/" + pod.pod().nodeName() + " status.conditions[Ready]",
                  ready.status() + " " + ready.reason() + ": " + ready.message(),
                  ready.lastTransition())
              .value("text", Texts.quote(ready.message()));
      if (notReady != null) {
        builder.evidence(PodView.eventEvidence(notReady));
      }
      found.accept(builder.build());
    }
  }

  private static boolean isNear(@Nullable Instant a, @Nullable Instant b) {
    return a != null && b != null && Duration.between(a, b).abs().compareTo(NEAR) <= 0;
  }
}
