package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.diagnosis.SchedulerMessage.Fragment;
import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pod that no node takes: the reason that holds for the most nodes after those that never count
 * are taken out.
 */
final class Unschedulable implements Rule.OfPod {
  /** Pending this long without a node is an error; longer when a node is on its way. */
  static final Duration BUDGET = Duration.ofMinutes(5);

  static final Duration SCALE_UP_BUDGET = Duration.ofMinutes(15);
  static final Duration NO_SCHEDULER_PATIENCE = Duration.ofSeconds(60);

  private static final PatternTable TABLE = PatternTable.load("scheduler");
  private static final Set<String> NODE_TROUBLE =
      Set.of("Unschedulable.NodeNotReady", "Unschedulable.Cordoned");
  private static final Set<String> CONTROL_PLANE =
      Set.of("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master");

  @Override
  public String name() {
    return "unschedulable";
  }

  /** A fragment with its code and the nodes it holds for. */
  private record Reason(Fragment fragment, PatternTable.@Nullable Match match, int count) {
    String code() {
      return match == null ? "Unschedulable.Other" : match.code();
    }
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    if (!pod.pod().phase().equals("Pending") || !pod.pod().nodeName().isEmpty()) {
      return;
    }
    Condition condition = pod.pod().condition("PodScheduled").orElse(null);
    if (condition == null) {
      noScheduler(pod, found);
    } else if (condition.isFalse()) {
      switch (condition.reason()) {
        case "SchedulingGated" -> found.accept(gated(pod, condition));
        case "Schedulable" ->
            found.accept(of("Queue.PodGroup", pod, condition).severity(Severity.INFO).build());
        default -> unschedulable(pod, condition, found);
      }
    }
  }

  private static void unschedulable(PodView pod, Condition condition, Consumer<Finding> found) {
    String text = condition.message();
    if (text.isEmpty()) {
      text = pod.event("FailedScheduling").map(KubernetesEvent::message).orElse("");
    }
    SchedulerMessage message = SchedulerMessage.parse(text);
    List<Reason> reasons = reasons(message, pod);
    if (reasons.isEmpty()) {
      found.accept(
          finish(of("Unschedulable.Other", pod, condition), pod, condition, List.of(), null));
      return;
    }
    Reason first = reasons.get(0);
    boolean tie =
        reasons.size() > 1
            && reasons.get(1).count() == first.count()
            && first.code().startsWith("Unschedulable.Insufficient")
            && reasons.get(1).code().startsWith("Unschedulable.Insufficient");
    String code = tie ? "Unschedulable.InsufficientResources" : first.code();
    Finding.Builder builder = of(code, pod, condition);
    if (first.match() != null) {
      builder.values(first.match().values());
    }
    builder
        .value("nodes", Integer.toString(message.nodes()))
        .value("count", Integer.toString(first.count()))
        .value("fragment", first.count() + " " + first.fragment().text());
    found.accept(finish(builder, pod, condition, reasons, first));
  }

  /** Every reason that may decide, the one with most nodes first; a taint loses a tie. */
  private static List<Reason> reasons(SchedulerMessage message, PodView pod) {
    List<Reason> all = new ArrayList<>();
    for (Fragment fragment : message.fragments()) {
      if (CONTROL_PLANE.stream().noneMatch(t -> fragment.lower().contains(t))) {
        PatternTable.Match match = TABLE.first(fragment.text());
        all.add(new Reason(fragment, match, fragment.count()));
      }
    }
    all.replaceAll(r -> namedByNodes(r, pod));
    all.removeIf(r -> r.count() == 0 && all.size() > 1);
    boolean others = all.stream().anyMatch(r -> !NODE_TROUBLE.contains(r.code()));
    if (others) {
      all.removeIf(r -> r.code().equals("Unschedulable.NodeNotReady"));
    }
    boolean unread = pod.run().history().nodes().isEmpty();
    all.sort(
        Comparator.comparing((Reason r) -> isUnnamedTaint(r) && unread && all.size() > 1)
            .thenComparing(Comparator.comparingInt(Reason::count).reversed())
            .thenComparing(r -> r.code().equals("Unschedulable.Taint")));
    return all;
  }

  private static boolean isUnnamedTaint(Reason r) {
    return r.code().equals("Unschedulable.Taint")
        && (r.match() == null || !r.match().values().containsKey("taint"));
  }

  /**
   * New schedulers count untolerated taints without naming them; the nodes, where they may be read,
   * tell which.
   */
  private static Reason namedByNodes(Reason reason, PodView pod) {
    List<Node> nodes = pod.run().history().nodes();
    if (!isUnnamedTaint(reason) || nodes.isEmpty()) {
      return reason;
    }
    NodeTaints taints = NodeTaints.untolerated(nodes, pod.pod().spec());
    if (taints.userTaint() != null) {
      PatternTable.Match match =
          new PatternTable.Match("Unschedulable.Taint", Confidence.CONFIRMED, taints.values());
      return new Reason(reason.fragment(), match, taints.userNodes());
    }
    String code = taints.cordoned() > 0 ? "Unschedulable.Cordoned" : "Unschedulable.NodeNotReady";
    int count = taints.cordoned() > 0 ? taints.cordoned() : taints.notReady();
    return new Reason(
        reason.fragment(),
        new PatternTable.Match(code, Confidence.CONFIRMED, taints.values()),
        count);
  }

  private static Finding finish(
      Finding.Builder builder,
      PodView pod,
      Condition condition,
      List<Reason> reasons,
      @Nullable Reason first) {
    builder.evidence(pod.conditionEvidence(condition));
    String others =
        reasons.stream()
            .skip(1)
            .map(r -> r.count() + " " + r.fragment().text())
            .collect(Collectors.joining("; "));
    builder.value("others", others);
    if (first != null && isUnnamedTaint(first)) {
      builder.confidence(Confidence.LIKELY);
    }
    NodeNumbers.describe(pod, first == null ? "" : first.code(), builder);
    NodeTaints.toleration(
        builder,
        first == null || first.match() == null ? java.util.Map.of() : first.match().values());
    return autoscaler(pod, condition, builder).build();
  }

  /** What an autoscaler said raises or lowers the alarm. */
  private static Finding.Builder autoscaler(
      PodView pod, Condition condition, Finding.Builder builder) {
    KubernetesEvent coming =
        pod.event("TriggeredScaleUp").or(() -> pod.event("Nominated")).orElse(null);
    KubernetesEvent refused = pod.event("NotTriggerScaleUp").orElse(null);
    KubernetesEvent failed =
        pod.event("FailedScaleUp").or(() -> pod.event("ScaleUpFailed")).orElse(null);
    for (KubernetesEvent e : new KubernetesEvent[] {coming, refused, failed}) {
      if (e != null) {
        builder.evidence(PodView.eventEvidence(e)).value("autoscaler", Texts.quote(e.message()));
      }
    }
    Instant since =
        condition.lastTransition() == null
            ? pod.pod().creationTimestamp()
            : condition.lastTransition();
    Duration budget = coming != null && failed == null ? SCALE_UP_BUDGET : BUDGET;
    boolean late = since != null && since.plus(budget).isBefore(pod.run().now());
    if (!builder.isSevere()) {
      builder.severity(late ? Severity.ERROR : coming != null ? Severity.INFO : Severity.WARNING);
    }
    return builder;
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

  private static Finding gated(PodView pod, Condition condition) {
    return of("Queue.SchedulingGated", pod, condition)
        .value("gates", String.join(", ", pod.pod().spec().schedulingGates()))
        .evidence(pod.conditionEvidence(condition))
        .evidence(
            pod.path("spec.schedulingGates"),
            String.join(", ", pod.pod().spec().schedulingGates()),
            null)
        .severity(Severity.INFO)
        .build();
  }

  private static Finding.Builder of(String code, PodView pod, Condition condition) {
    return Finding.of(code, Confidence.CONFIRMED)
        .pod(pod)
        .value("text", Texts.quote(condition.message()))
        .value("pending_for", Texts.age(condition.lastTransition(), pod.run().now()));
  }
}
