package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The control plane's own record that it ended the pod; where the cluster writes none, the events
 * of those who did.
 */
final class Disrupted implements Rule.OfPod {
  private static final Map<String, String> BY_EVENT =
      new TreeMap<>(
          Map.of(
              "Preempted", "Disruption.Preempted",
              "TaintManagerEviction", "Disruption.TaintEviction",
              "ScaleDown", "Disruption.ScaleDown"));

  @Override
  public String name() {
    return "disrupted";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    boolean ending =
        pod.pod().isTerminal() || pod.history().deleted() || pod.pod().deletionTimestamp() != null;
    Condition target = pod.ending().disruption().orElse(null);
    if (!ending || succeededUndisturbed(pod, target)) {
      return;
    }
    if (target == null) {
      byEvent(pod, found);
      return;
    }
    switch (target.reason()) {
      case "TerminationByKubelet" -> {}
      case "PreemptionByScheduler" -> found.accept(preempted(pod, target));
      case "EvictionByEvictionAPI" -> found.accept(evicted(pod, target));
      case "DeletionByTaintManager" -> found.accept(tainted(pod, target));
      case "DeletionByDeviceTaintManager" ->
          found.accept(of("Disruption.DeviceTaint", pod, target));
      case "DeletionByPodGC", "DeletionByGCPControllerManager" ->
          found.accept(of("Disruption.NodeGone", pod, target));
      default -> found.accept(of("Disruption.Other", pod, target));
    }
  }

  /** A process that obeys and exits 0 leaves a success behind; one that was done before is one. */
  private static boolean succeededUndisturbed(PodView pod, @Nullable Condition target) {
    if (!pod.pod().phase().equals("Succeeded") || !pod.mainsSucceeded()) {
      return false;
    }
    Instant end = pod.ending().time();
    return target == null
        || target.lastTransition() == null
        || end == null
        || !end.isAfter(target.lastTransition());
  }

  private static Finding of(String code, PodView pod, Condition target) {
    return builder(code, Confidence.CONFIRMED, pod, target).build();
  }

  private static Finding.Builder builder(
      String code, Confidence confidence, PodView pod, Condition target) {
    // Without the time of its end the pod may have ended before.
    boolean unsure =
        pod.ending().isTimeUnknown() || (target.lastTransition() == null && pod.pod().isTerminal());
    return Finding.of(code, unsure ? Confidence.LIKELY : confidence)
        .pod(pod)
        .evidence(pod.conditionEvidence(target))
        .value("reason", target.reason())
        .value("text", Texts.quote(target.message()));
  }

  private static Finding preempted(PodView pod, Condition target) {
    Finding.Builder builder = builder("Disruption.Preempted", Confidence.CONFIRMED, pod, target);
    pod.event("Preempted").ifPresent(e -> builder.evidence(PodView.eventEvidence(e)));
    return builder.value("priority_class", pod.pod().spec().priorityClassName()).build();
  }

  /** The Eviction API was used; taints of the node and events tell by whom. */
  private static Finding evicted(PodView pod, Condition target) {
    Node node = pod.node();
    KubernetesEvent karpenter = byKarpenter(pod);
    if (karpenter != null || hasTaint(node, "karpenter.sh/disrupt")) {
      Finding.Builder b = builder("Disruption.Consolidation", Confidence.LIKELY, pod, target);
      return (karpenter == null ? b : b.evidence(PodView.eventEvidence(karpenter))).build();
    }
    KubernetesEvent spot = ofNode(pod, "SpotInterruption", "RebalanceRecommendation");
    if (spot != null) {
      return builder("Disruption.SpotInterruption", Confidence.CONFIRMED, pod, target)
          .evidence(PodView.eventEvidence(spot))
          .build();
    }
    KubernetesEvent scaleDown =
        pod.event("ScaleDown").orElse(ofNode(pod, "ScaleDown", "ScaleDownEmpty"));
    if (scaleDown != null || hasTaint(node, "ToBeDeletedByClusterAutoscaler")) {
      Finding.Builder b = builder("Disruption.ScaleDown", Confidence.CONFIRMED, pod, target);
      return (scaleDown == null ? b : b.evidence(PodView.eventEvidence(scaleDown))).build();
    }
    Finding.Builder builder = builder("Disruption.Drained", Confidence.CONFIRMED, pod, target);
    if (node != null && node.unschedulable()) {
      builder
          .evidence("node/" + node.name() + " spec.unschedulable", "true", null)
          .value("cordoned", "true");
    }
    pod.event("EvictedByVPA")
        .ifPresent(
            e ->
                builder
                    .evidence(PodView.eventEvidence(e))
                    .value("actor", "the vertical pod autoscaler"));
    pod.events().stream()
        .filter(e -> e.component().contains("descheduler"))
        .findFirst()
        .ifPresent(
            e -> builder.evidence(PodView.eventEvidence(e)).value("actor", "the descheduler"));
    return builder.build();
  }

  private static @Nullable KubernetesEvent byKarpenter(PodView pod) {
    KubernetesEvent ofPod =
        pod.events().stream()
            .filter(e -> e.is("Evicted") && e.component().contains("karpenter"))
            .findFirst()
            .orElse(null);
    return ofPod == null ? ofNode(pod, "DisruptionTerminating", "Disrupted") : ofPod;
  }

  /** The newest event of the pod's node, or of the pod itself, with one of these reasons. */
  private static @Nullable KubernetesEvent ofNode(PodView pod, String... reasons) {
    return pod.run().history().events().stream()
        .filter(e -> List.of(reasons).contains(e.reason()))
        .filter(
            e ->
                e.about().name().equals(pod.pod().nodeName())
                    || e.about().name().equals(pod.name()))
        .reduce((a, b) -> b)
        .orElse(null);
  }

  private static Finding tainted(PodView pod, Condition target) {
    Node node = pod.node();
    Condition ready = node == null ? null : node.condition("Ready").orElse(null);
    boolean unreachable = ready != null && ready.status().equals("Unknown");
    KubernetesEvent notReady = pod.event("NodeNotReady").orElse(null);
    if (pod.pod().startTime() == null && pod.pod().statuses().isEmpty()) {
      return of("Disruption.NodeNeverStarted", pod, target);
    }
    Finding.Builder builder =
        builder(
            unreachable || notReady != null
                ? "Disruption.NodeUnreachable"
                : "Disruption.TaintEviction",
            Confidence.CONFIRMED,
            pod,
            target);
    if (ready != null && unreachable) {
      builder.evidence(
          "node/" + pod.pod().nodeName() + " status.conditions[Ready]",
          ready.status() + " " + ready.reason() + ": " + ready.message(),
          ready.lastTransition());
    }
    if (notReady != null) {
      builder.evidence(PodView.eventEvidence(notReady));
    }
    return builder.build();
  }

  /** Clusters before 1.26 and schedulers of others write events, but no condition. */
  private static void byEvent(PodView pod, Consumer<Finding> found) {
    if (pod.events().isEmpty() || pod.pod().condition("DisruptionTarget").isPresent()) {
      return;
    }
    for (Map.Entry<String, String> entry : BY_EVENT.entrySet()) {
      KubernetesEvent event = pod.event(entry.getKey()).orElse(null);
      if (event != null
          && !pod.ending().isBefore(event.first())
          && !event.message().startsWith("Cancelling deletion")) {
        found.accept(
            Finding.of(entry.getValue(), Confidence.LIKELY)
                .pod(pod)
                .evidence(PodView.eventEvidence(event))
                .value("priority_class", pod.pod().spec().priorityClassName())
                .value("text", Texts.quote(event.message()))
                .build());
      }
    }
  }

  private static boolean hasTaint(@Nullable Node node, String prefix) {
    return node != null && node.taints().stream().anyMatch(t -> t.key().startsWith(prefix));
  }
}
