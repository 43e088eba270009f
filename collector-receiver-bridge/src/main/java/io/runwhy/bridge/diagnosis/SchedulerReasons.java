package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.diagnosis.SchedulerMessage.Fragment;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reasons of a scheduler's text that may decide, the one that holds for most nodes first; a
 * taint loses a tie. Control-plane nodes and nodes in trouble count only when nothing else is left.
 *
 * @param nodes how many nodes the scheduler looked at; 0 when the text does not say
 */
record SchedulerReasons(int nodes, List<Reason> reasons) {
  private static final PatternTable TABLE = PatternTable.load("scheduler");
  private static final Set<String> NODE_TROUBLE =
      Set.of("Unschedulable.NodeNotReady", "Unschedulable.Cordoned");
  private static final List<String> CONTROL_PLANE =
      List.of("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master");

  /** A fragment with its code and the nodes it holds for. */
  record Reason(Fragment fragment, PatternTable.@Nullable Match match, int count) {
    String code() {
      return match == null ? "Unschedulable.Other" : match.code();
    }

    /** A taint of which the text does not say which. */
    boolean isUnnamedTaint() {
      return code().equals("Unschedulable.Taint")
          && (match == null || !match.values().containsKey("taint"));
    }

    boolean isShortage() {
      return code().startsWith("Unschedulable.Insufficient");
    }

    private Reason as(String code, Map<String, String> values, int nodes) {
      return new Reason(
          fragment, new PatternTable.Match(code, Confidence.CONFIRMED, values), nodes);
    }
  }

  SchedulerReasons {
    reasons = List.copyOf(reasons);
  }

  static SchedulerReasons of(String text, PodView pod) {
    SchedulerMessage message = SchedulerMessage.parse(text);
    List<Reason> all = new ArrayList<>();
    List<Reason> controlPlane = new ArrayList<>();
    for (Fragment fragment : message.fragments()) {
      Reason reason = new Reason(fragment, TABLE.first(fragment.text()), fragment.count());
      boolean reserved = CONTROL_PLANE.stream().anyMatch(t -> fragment.lower().contains(t));
      (reserved ? controlPlane : all).add(reason);
    }
    if (all.isEmpty()) {
      return new SchedulerReasons(message.nodes(), controlPlane);
    }
    List<Node> nodes = pod.run().history().nodes();
    NodeTaints taints = nodes.isEmpty() ? null : NodeTaints.untolerated(nodes, pod.pod().spec());
    if (taints != null) {
      all.replaceAll(r -> namedByNodes(r, taints));
    }
    all.removeIf(r -> r.count() == 0 && all.size() > 1);
    // Every node that selector and affinity choose is kept from the pod by the platform itself:
    // then the other nodes' reasons say nothing.
    boolean trouble = taints != null && taints.onlyTrouble();
    // A selector and affinity that are known to choose nodes are not what fails.
    boolean chosen = taints != null && taints.chosen() > 0;
    if (all.stream().anyMatch(r -> !NODE_TROUBLE.contains(r.code())) && !trouble) {
      all.removeIf(r -> r.code().equals("Unschedulable.NodeNotReady"));
    }
    all.sort(
        Comparator.comparing((Reason r) -> trouble && !NODE_TROUBLE.contains(r.code()))
            .thenComparing(r -> chosen && r.code().equals("Unschedulable.NodeAffinity"))
            .thenComparing(r -> r.isUnnamedTaint() && taints == null && all.size() > 1)
            .thenComparing(Comparator.comparingInt(Reason::count).reversed())
            .thenComparing(r -> r.code().equals("Unschedulable.Taint")));
    return new SchedulerReasons(message.nodes(), all);
  }

  /**
   * New schedulers count untolerated taints without naming them; the nodes, where they may be read,
   * tell which.
   */
  private static Reason namedByNodes(Reason reason, NodeTaints taints) {
    if (!reason.isUnnamedTaint()) {
      return NODE_TROUBLE.contains(reason.code()) && reason.match() != null
          ? reason.as(reason.code(), taints.values(), reason.count())
          : reason;
    }
    if (taints.userTaint() != null) {
      return reason.as("Unschedulable.Taint", taints.values(), taints.userNodes());
    }
    if (taints.cordoned() + taints.notReady() == 0) {
      // The taints are of nodes that the pod does not choose anyway.
      return taints.chosen() > 0 ? reason.as("Unschedulable.Taint", Map.of(), 0) : reason;
    }
    boolean cordoned = taints.cordoned() > 0;
    return reason.as(
        cordoned ? "Unschedulable.Cordoned" : "Unschedulable.NodeNotReady",
        taints.values(),
        cordoned ? taints.cordoned() : taints.notReady());
  }
}
