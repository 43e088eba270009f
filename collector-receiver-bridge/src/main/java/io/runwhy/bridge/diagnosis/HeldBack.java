package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pod that no scheduler has tried to place: gated, waiting for its group, given up by its queue,
 * or looked at by nobody.
 */
final class HeldBack implements Rule.OfPod {
  static final String GATED = "SchedulingGated";

  /** Volcano's reason of a pod that could be placed once its group is complete. */
  static final String IN_GROUP = "Schedulable";

  static final Duration NO_SCHEDULER_PATIENCE = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "held-back";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    if (!pod.pod().nodeName().isEmpty()) {
      return;
    }
    if (pod.pod().phase().equals("Failed")) {
      givenUp(pod, found);
    } else if (pod.pod().phase().equals("Pending")) {
      pending(pod, found);
    }
  }

  private static void pending(PodView pod, Consumer<Finding> found) {
    Condition condition = pod.pod().condition("PodScheduled").orElse(null);
    if (condition == null) {
      noScheduler(pod, found);
    } else if (condition.isFalse() && condition.reason().equals(GATED)) {
      found.accept(gated(pod, pod.conditionEvidence(condition)));
    } else if (condition.isFalse() && condition.reason().equals(IN_GROUP)) {
      found.accept(
          podGroup(pod, condition, pod.conditionEvidence(condition), Unschedulable.refusal(pod)));
    }
  }

  /** A scheduler that ends pods instead of letting them wait, such as YuniKorn. */
  private static void givenUp(PodView pod, Consumer<Finding> found) {
    String reason = pod.pod().reason();
    boolean ofKubelet = PodEndedByNode.REASONS.contains(reason) || RefusedByNode.knows(pod.pod());
    if (reason.isEmpty() || ofKubelet || !pod.nothingRan()) {
      return;
    }
    found.accept(
        Finding.of("Queue.Other", Confidence.LIKELY)
            .pod(pod)
            .evidence(pod.statusEvidence())
            .evidence(pod.path("spec.nodeName"), "none: the pod was never bound to a node", null)
            .value("text", Texts.quote(pod.pod().reason() + ": " + pod.pod().message().strip()))
            .severity(Severity.ERROR)
            .build());
  }

  private static void noScheduler(PodView pod, Consumer<Finding> found) {
    Instant created = pod.pod().creationTimestamp();
    boolean waited =
        created != null && created.plus(NO_SCHEDULER_PATIENCE).isBefore(pod.run().now());
    if (!waited || !pod.events().isEmpty()) {
      return;
    }
    String scheduler = pod.pod().spec().schedulerName();
    boolean own = !scheduler.equals("default-scheduler");
    boolean claims = !pod.pod().spec().resourceClaims().isEmpty();
    found.accept(
        Finding.of(
                claims ? "Unschedulable.DynamicResources" : "Queue.NoScheduler",
                own && !claims ? Confidence.LIKELY : Confidence.POSSIBLE)
            .pod(pod)
            .value("scheduler", scheduler)
            .value("claim", String.join(", ", pod.pod().spec().resourceClaims()))
            .evidence(pod.path("spec.schedulerName"), scheduler, null)
            .evidence(pod.path("status.conditions"), "no PodScheduled condition, no event", created)
            .build());
  }

  private static Finding gated(PodView pod, Evidence evidence) {
    String gates = String.join(", ", pod.pod().spec().schedulingGates());
    return Unschedulable.of("Queue.SchedulingGated", pod, "", pod.pod().creationTimestamp())
        .value("gates", gates)
        .evidence(evidence)
        .evidence(pod.path("spec.schedulingGates"), gates, null)
        .severity(queueSeverity(pod))
        .build();
  }

  private static Finding podGroup(
      PodView pod, Condition condition, Evidence evidence, @Nullable KubernetesEvent event) {
    Finding.Builder builder =
        Unschedulable.of("Queue.PodGroup", pod, condition.message(), condition.lastTransition())
            .evidence(evidence)
            .severity(queueSeverity(pod));
    if (event != null) {
      builder
          .evidence(PodView.eventEvidence(event))
          .value("group_message", Texts.quote(event.message()));
    }
    return builder.build();
  }

  /** Held back on purpose is no alarm, unless it lasts. */
  private static Severity queueSeverity(PodView pod) {
    Instant created = pod.pod().creationTimestamp();
    boolean late =
        created != null && created.plus(pod.run().budgets().queue()).isBefore(pod.run().now());
    return late ? Severity.WARNING : Severity.INFO;
  }
}
