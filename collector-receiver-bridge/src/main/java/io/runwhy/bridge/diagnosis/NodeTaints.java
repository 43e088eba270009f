package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.model.PodSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which taints of the nodes a pod does not tolerate. Control-plane nodes never count; taints that
 * the platform itself sets are trouble of the node, never a missing toleration.
 *
 * @param userTaint the most frequent taint that somebody put there on purpose; null when there is
 *     none
 * @param chosen nodes that the pod's selector and affinity choose
 */
record NodeTaints(
    Node.@Nullable Taint userTaint,
    int userNodes,
    int cordoned,
    int notReady,
    int chosen,
    String nodeNames) {
  private static final String PLATFORM = "node.kubernetes.io/";
  private static final String CORDONED = PLATFORM + "unschedulable";

  /** Taints that the platform or its agents put on a node that starts, ends or is in trouble. */
  private static final List<String> TROUBLE =
      List.of(
          PLATFORM,
          "node.cloudprovider.kubernetes.io/",
          "node.cilium.io/agent-not-ready",
          "ToBeDeletedByClusterAutoscaler",
          "karpenter.sh/disrupt",
          "karpenter.sh/unregistered",
          "ebs.csi.aws.com/agent-not-ready",
          "efs.csi.aws.com/agent-not-ready",
          "fsx.csi.aws.com/agent-not-ready");

  static NodeTaints untolerated(List<Node> nodes, PodSpec spec) {
    NodeSelection selection = NodeSelection.of(spec);
    Map<Node.Taint, Integer> user = new HashMap<>();
    int cordoned = 0;
    int notReady = 0;
    int chosen = 0;
    StringBuilder names = new StringBuilder();
    for (Node node : nodes) {
      if (isControlPlane(node) || !selection.selects(node)) {
        continue;
      }
      chosen++;
      List<Node.Taint> against =
          node.taints().stream()
              .filter(t -> !t.effect().equals("PreferNoSchedule") && !tolerates(spec, t))
              .toList();
      boolean trouble = against.stream().anyMatch(NodeTaints::isTrouble);
      boolean only = trouble && against.stream().allMatch(t -> t.key().equals(CORDONED));
      if (trouble) {
        names.append(names.isEmpty() ? "" : ", ").append(node.name());
      }
      if (only) {
        cordoned++;
      } else if (trouble) {
        notReady++;
      }
      against.stream()
          .filter(t -> !isTrouble(t) && !t.key().isEmpty())
          .forEach(t -> user.merge(t, 1, Integer::sum));
    }
    Map.Entry<Node.Taint, Integer> most =
        user.entrySet().stream()
            .max(
                Map.Entry.<Node.Taint, Integer>comparingByValue()
                    .thenComparing(e -> e.getKey().key()))
            .orElse(null);
    return new NodeTaints(
        most == null ? null : most.getKey(),
        most == null ? 0 : most.getValue(),
        cordoned,
        notReady,
        chosen,
        Texts.cut(names.toString(), 200));
  }

  /** Whether nodes are chosen, and each of them is kept from the pod by the platform itself. */
  boolean onlyTrouble() {
    return chosen > 0 && cordoned + notReady == chosen;
  }

  Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    if (userTaint != null) {
      values.put("taint", userTaint.key() + ": " + userTaint.value());
      values.put("taint_key", userTaint.key());
      values.put("taint_value", userTaint.value());
      values.put("taint_effect", userTaint.effect());
    }
    if (!nodeNames.isEmpty()) {
      values.put("node_names", nodeNames);
    }
    return values;
  }

  /** Adds the exact toleration for a taint of which key and value are known. */
  static void toleration(Finding.Builder builder, Map<String, String> values) {
    String key = values.getOrDefault("taint_key", "");
    String value = values.getOrDefault("taint_value", "");
    String effect = values.getOrDefault("taint_effect", "");
    String taint = values.getOrDefault("taint", "");
    if (key.isEmpty() && !taint.isEmpty()) {
      int colon = taint.indexOf(": ");
      key = colon < 0 ? taint.replace(":", "").strip() : taint.substring(0, colon).strip();
      value = colon < 0 ? "" : taint.substring(colon + 2).strip();
    }
    if (key.isEmpty()) {
      return;
    }
    StringBuilder yaml = new StringBuilder();
    yaml.append("    tolerations:\n    - key: ").append(key).append('\n');
    yaml.append("      operator: ").append(value.isEmpty() ? "Exists" : "Equal").append('\n');
    if (!value.isEmpty()) {
      yaml.append("      value: \"").append(value).append("\"\n");
    }
    if (!effect.isEmpty()) {
      yaml.append("      effect: ").append(effect).append('\n');
    }
    builder.value("toleration", yaml.toString().stripTrailing()).value("taint_key", key);
  }

  static boolean isControlPlane(Node node) {
    return node.taints().stream()
        .anyMatch(
            t ->
                t.key().equals("node-role.kubernetes.io/control-plane")
                    || t.key().equals("node-role.kubernetes.io/master"));
  }

  private static boolean isTrouble(Node.Taint taint) {
    return TROUBLE.stream().anyMatch(taint.key()::startsWith);
  }

  private static boolean tolerates(PodSpec spec, Node.Taint taint) {
    return spec.tolerations().stream()
        .anyMatch(
            t ->
                (t.key().isEmpty() || t.key().equals(taint.key()))
                    && (t.effect().isEmpty() || t.effect().equals(taint.effect()))
                    && (t.operator().equals("Exists") || t.value().equals(taint.value())));
  }
}
