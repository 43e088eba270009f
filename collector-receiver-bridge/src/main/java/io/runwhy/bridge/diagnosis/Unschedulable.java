package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.diagnosis.SchedulerReasons.Reason;
import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pod that no node takes: the reason that holds for the most nodes after those that never count
 * are taken out, and what an autoscaler does about it.
 */
final class Unschedulable implements Rule.OfPod {
  static final Duration NO_SCHEDULER_PATIENCE = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "unschedulable";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    if (!pod.pod().nodeName().isEmpty()) {
      return;
    }
    if (pod.pod().phase().equals("Failed") && !pod.pod().reason().isEmpty() && pod.nothingRan()) {
      givenUp(pod, found);
    }
    if (!pod.pod().phase().equals("Pending")) {
      return;
    }
    Condition condition = pod.pod().condition("PodScheduled").orElse(null);
    KubernetesEvent event = refusal(pod);
    if (condition == null) {
      KubernetesEvent claim = pod.event("FailedResourceClaimCreation").orElse(null);
      if (claim != null) {
        found.accept(
            of("Unschedulable.DynamicResources", pod, claim.message(), claim.first())
                .evidence(PodView.eventEvidence(claim))
                .value("claim", String.join(", ", pod.pod().spec().resourceClaims()))
                .build());
        return;
      }
      if (event == null) {
        noScheduler(pod, found);
        return;
      }
      unschedulable(pod, event.message(), PodView.eventEvidence(event), event.first(), found);
    } else if (condition.isFalse()) {
      String text =
          condition.message().isEmpty() && event != null ? event.message() : condition.message();
      Evidence evidence = pod.conditionEvidence(condition);
      switch (condition.reason()) {
        case "SchedulingGated" -> found.accept(gated(pod, evidence));
        case "Schedulable" -> found.accept(podGroup(pod, condition, evidence, event));
        case "SchedulerError" ->
            found.accept(
                of("Unschedulable.Other", pod, text, condition.lastTransition())
                    .evidence(evidence)
                    .build());
        default -> unschedulable(pod, text, evidence, condition.lastTransition(), found);
      }
    }
  }

  /** A scheduler that ends pods instead of letting them wait, such as YuniKorn. */
  private static void givenUp(PodView pod, Consumer<Finding> found) {
    found.accept(
        Finding.of("Queue.Other", Confidence.LIKELY)
            .pod(pod)
            .evidence(pod.statusEvidence())
            .evidence(pod.path("spec.nodeName"), "none: the pod was never bound to a node", null)
            .value("text", Texts.quote(pod.pod().reason() + ": " + pod.pod().message().strip()))
            .severity(Severity.ERROR)
            .build());
  }

  /** What the scheduler said last; autoscalers use the same reason. */
  private static @Nullable KubernetesEvent refusal(PodView pod) {
    return pod.events().stream()
        .filter(e -> e.is("FailedScheduling") && !Autoscaler.isRefusal(e))
        .reduce((a, b) -> b)
        .orElse(null);
  }

  private static void unschedulable(
      PodView pod,
      String text,
      Evidence evidence,
      @Nullable Instant since,
      Consumer<Finding> found) {
    SchedulerReasons read = SchedulerReasons.of(text, pod);
    List<Reason> reasons = read.reasons();
    Reason first = reasons.isEmpty() ? null : reasons.get(0);
    Finding.Builder builder =
        of(code(reasons, read.nodes(), text), pod, text, since).evidence(evidence);
    Map<String, String> values = Map.of();
    if (first != null) {
      if (first.match() != null) {
        values = first.match().values();
        builder.values(values);
      }
      builder
          .value("nodes", read.nodes() == 0 ? "" : Integer.toString(read.nodes()))
          .value("count", Integer.toString(first.count()))
          .value("fragment", first.count() + " " + first.fragment().text());
      if (first.isUnnamedTaint()) {
        builder.confidence(Confidence.LIKELY);
      }
    }
    builder.value(
        "others",
        reasons.stream()
            .skip(1)
            .map(r -> r.count() + " " + r.fragment().text())
            .collect(Collectors.joining("; ")));
    Autoscaler autoscaler = Autoscaler.of(pod);
    NodeNumbers.describe(pod, first == null ? "" : first.code(), autoscaler.grows(), builder);
    if (reasons.size() > 1 && reasons.get(1).isShortage() && first != null && first.isShortage()) {
      NodeNumbers.another(pod, reasons.get(1).code(), autoscaler.grows(), builder);
    }
    NodeTaints.toleration(builder, values);
    ClaimFacts.describe(pod, first == null ? "" : first.code(), builder);
    report(pod, first, autoscaler, builder, since, found);
  }

  private static String code(List<Reason> reasons, int nodes, String text) {
    if (reasons.isEmpty()) {
      return text.stripLeading().startsWith("0/0 nodes") && nodes == 0
          ? "Unschedulable.NoNodes"
          : "Unschedulable.Other";
    }
    Reason first = reasons.get(0);
    boolean tie =
        reasons.size() > 1
            && reasons.get(1).count() == first.count()
            && first.isShortage()
            && reasons.get(1).isShortage();
    return tie ? "Unschedulable.InsufficientResources" : first.code();
  }

  /** The scheduler's word and the autoscaler's, the one that explains more first. */
  private static void report(
      PodView pod,
      @Nullable Reason first,
      Autoscaler autoscaler,
      Finding.Builder builder,
      @Nullable Instant since,
      Consumer<Finding> found) {
    Instant now = pod.run().now();
    Instant from = since == null ? pod.pod().creationTimestamp() : since;
    boolean neverFits = builder.isSevere();
    boolean late = from != null && from.plus(pod.run().budgets().schedule()).isBefore(now);
    if (!neverFits) {
      builder.severity(
          autoscaler.isOnTime(now) ? Severity.INFO : late ? Severity.ERROR : Severity.WARNING);
    }
    if (autoscaler.event() == null) {
      found.accept(builder.build());
      return;
    }
    builder
        .evidence(PodView.eventEvidence(autoscaler.event()))
        .value("autoscaler", Texts.quote(autoscaler.event().message()));
    boolean shortage =
        first == null || first.isShortage() || first.code().equals("Unschedulable.TooManyPods");
    Finding own = autoscaler.finding(pod, builder, late);
    boolean leads = first == null || autoscaler.leads(shortage, neverFits, now);
    found.accept(leads ? own : builder.build());
    found.accept(leads ? builder.build() : own);
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

  private static Finding podGroup(
      PodView pod, Condition condition, Evidence evidence, @Nullable KubernetesEvent event) {
    Finding.Builder builder =
        of("Queue.PodGroup", pod, condition.message(), condition.lastTransition())
            .evidence(evidence)
            .severity(queueSeverity(pod));
    if (event != null) {
      builder
          .evidence(PodView.eventEvidence(event))
          .value("group_message", Texts.quote(event.message()));
    }
    return builder.build();
  }

  private static Finding gated(PodView pod, Evidence evidence) {
    String gates = String.join(", ", pod.pod().spec().schedulingGates());
    return of("Queue.SchedulingGated", pod, "", pod.pod().creationTimestamp())
        .value("gates", gates)
        .evidence(evidence)
        .evidence(pod.path("spec.schedulingGates"), gates, null)
        .severity(queueSeverity(pod))
        .build();
  }

  /** Held back on purpose is no alarm, unless it lasts. */
  private static Severity queueSeverity(PodView pod) {
    Instant created = pod.pod().creationTimestamp();
    boolean late =
        created != null && created.plus(pod.run().budgets().queue()).isBefore(pod.run().now());
    return late ? Severity.WARNING : Severity.INFO;
  }

  private static Finding.Builder of(
      String code, PodView pod, String text, @Nullable Instant since) {
    return Finding.of(code, Confidence.CONFIRMED)
        .pod(pod)
        .value("text", Texts.quote(text))
        .value("pending_for", Texts.age(since, pod.run().now()));
  }
}
