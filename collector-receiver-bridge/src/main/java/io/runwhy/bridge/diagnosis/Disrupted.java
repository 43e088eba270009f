package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Node;
import java.util.function.Consumer;

/** The control plane's own record that it ended the pod. */
final class Disrupted implements Rule.OfPod {
  @Override
  public String name() {
    return "disrupted";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    Condition target = pod.disruption().orElse(null);
    boolean ending =
        pod.pod().isTerminal() || pod.history().deleted() || pod.pod().deletionTimestamp() != null;
    if (target == null
        || !ending
        || pod.pod().phase().equals("Succeeded") && pod.mainsSucceeded()) {
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

  private static Finding of(String code, PodView pod, Condition target) {
    return builder(code, Confidence.CONFIRMED, pod, target).build();
  }

  private static Finding.Builder builder(
      String code, Confidence confidence, PodView pod, Condition target) {
    return Finding.of(code, confidence)
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
    KubernetesEvent byKarpenter =
        pod.events().stream()
            .filter(e -> e.is("Evicted") && e.component().contains("karpenter"))
            .findFirst()
            .orElse(null);
    if (byKarpenter != null || hasTaint(node, "karpenter.sh/disrupt")) {
      Finding.Builder b = builder("Disruption.Consolidation", Confidence.LIKELY, pod, target);
      return (byKarpenter == null ? b : b.evidence(PodView.eventEvidence(byKarpenter))).build();
    }
    if (hasTaint(node, "ToBeDeletedByClusterAutoscaler") || pod.event("ScaleDown").isPresent()) {
      return builder("Disruption.ScaleDown", Confidence.CONFIRMED, pod, target).build();
    }
    boolean spot =
        pod.run().history().events().stream()
            .anyMatch(e -> e.is("SpotInterruption") || e.is("RebalanceRecommendation"));
    Finding.Builder builder =
        builder(
            spot ? "Disruption.SpotInterruption" : "Disruption.Drained",
            Confidence.CONFIRMED,
            pod,
            target);
    if (node != null && node.unschedulable()) {
      builder
          .evidence("node/" + node.name() + " spec.unschedulable", "true", null)
          .value("cordoned", "true");
    }
    pod.event("EvictedByVPA").ifPresent(e -> builder.value("actor", "the vertical pod autoscaler"));
    return builder.build();
  }

  private static Finding tainted(PodView pod, Condition target) {
    Node node = pod.node();
    boolean unreachable =
        node != null
            && node.condition("Ready").map(c -> c.status().equals("Unknown")).orElse(false);
    if (pod.pod().startTime() == null && pod.pod().statuses().isEmpty()) {
      return of("Disruption.NodeNeverStarted", pod, target);
    }
    return of(unreachable ? "Disruption.NodeUnreachable" : "Disruption.TaintEviction", pod, target);
  }

  private static boolean hasTaint(@org.jspecify.annotations.Nullable Node node, String prefix) {
    return node != null && node.taints().stream().anyMatch(t -> t.key().startsWith(prefix));
  }
}
