package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerState.Waiting;
import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.Retryable;
import io.runwhy.conventions.refusal.Quantity;
import java.math.BigDecimal;
import java.util.function.Consumer;

/** A bound pod that the kubelet did not admit: failed, and no container of it ever ran. */
final class RefusedByNode implements Rule.OfPod {
  private static final PatternTable TABLE = PatternTable.load("node-admission");

  @Override
  public String name() {
    return "refused-by-node";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    if (pod.pod().phase().equals("Failed") && pod.nothingRan()) {
      refused(pod, found);
    } else if (pod.pod().phase().equals("Pending")) {
      blocked(pod, found);
    }
  }

  /** Whether the pod's reason is one of the kubelet's. */
  static boolean knows(Pod pod) {
    return TABLE.first(pod.reason() + ": " + pod.message()) != null;
  }

  private static void refused(PodView pod, Consumer<Finding> found) {
    String reason = pod.pod().reason();
    PatternTable.Match match = TABLE.first(reason + ": " + pod.pod().message());
    boolean rejected = pod.pod().message().startsWith("Pod was rejected");
    if (match == null && !rejected) {
      return;
    }
    Finding.Builder builder = Finding.of(match, "NodeAdmission.Other");
    if (isLargerThanNode(builder)) {
      builder
          .value("never_fits", "true")
          .faultDomain(FaultDomain.CONFIG)
          .retryable(Retryable.AFTER_CHANGE);
    }
    found.accept(
        builder
            .pod(pod)
            .evidence(pod.statusEvidence())
            .value("reason", reason)
            .value("text", Texts.quote(pod.pod().message()))
            .build());
  }

  private static boolean isLargerThanNode(Finding.Builder builder) {
    BigDecimal requested = Quantity.parse(builder.valueOf("requested"));
    BigDecimal capacity = Quantity.parse(builder.valueOf("capacity"));
    return requested != null && capacity != null && requested.compareTo(capacity) > 0;
  }

  /** The one refusal that leaves the pod pending. */
  private static void blocked(PodView pod, Consumer<Finding> found) {
    for (ContainerView container : pod.containers()) {
      Waiting waiting = container.waiting();
      if (waiting != null && waiting.reason().equals("Blocked")) {
        found.accept(
            Finding.of("NodeAdmission.Security", Confidence.CONFIRMED)
                .container(container)
                .evidence(container.waitingEvidence(waiting))
                .value(
                    "text",
                    Texts.quote(
                        waiting.message().isEmpty() ? pod.pod().message() : waiting.message()))
                .build());
      }
    }
  }
}
