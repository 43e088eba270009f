package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.diagnosis.SchedulerReasons.Reason;
import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Severity;
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
  @Override
  public String name() {
    return "unschedulable";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    if (!pod.pod().nodeName().isEmpty() || !pod.pod().phase().equals("Pending")) {
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
      if (event != null) {
        unschedulable(pod, event.message(), PodView.eventEvidence(event), event.first(), found);
      }
    } else if (condition.isFalse()) {
      String text =
          condition.message().isEmpty() && event != null ? event.message() : condition.message();
      Evidence evidence = pod.conditionEvidence(condition);
      switch (condition.reason()) {
        case HeldBack.GATED, HeldBack.IN_GROUP -> {}
        case "SchedulerError" ->
            found.accept(
                of("Unschedulable.Other", pod, text, condition.lastTransition())
                    .evidence(evidence)
                    .build());
        default -> unschedulable(pod, text, evidence, condition.lastTransition(), found);
      }
    }
  }

  /** What the scheduler said last; autoscalers use the same reason. */
  static @Nullable KubernetesEvent refusal(PodView pod) {
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

  static Finding.Builder of(String code, PodView pod, String text, @Nullable Instant since) {
    return Finding.of(code, Confidence.CONFIRMED)
        .pod(pod)
        .value("text", Texts.quote(text))
        .value("pending_for", Texts.age(since, pod.run().now()));
  }
}
