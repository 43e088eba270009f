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
 */
record NodeTaints(
    Node.@Nullable Taint userTaint, int userNodes, int cordoned, int notReady, String nodeNames) {
  private static final String PLATFORM = "node.kubernetes.io/";

  static NodeTaints untolerated(List<Node> nodes, PodSpec spec) {
    Map<Node.Taint, Integer> user = new HashMap<>();
    int cordoned = 0;
    int notReady = 0;
    StringBuilder names = new StringBuilder();
    for (Node node : nodes) {
      if (isControlPlane(node) || !selects(spec, node)) {
        continue;
      }
      for (Node.Taint taint : node.taints()) {
        if (taint.effect().equals("PreferNoSchedule") || tolerates(spec, taint)) {
          continue;
        }
        if (taint.key().equals(PLATFORM + "unschedulable")) {
          cordoned++;
          names.append(names.isEmpty() ? "" : ", ").append(node.name());
        } else if (taint.key().startsWith(PLATFORM)) {
          notReady++;
          names.append(names.isEmpty() ? "" : ", ").append(node.name());
        } else {
          user.merge(taint, 1, Integer::sum);
        }
      }
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
        Texts.cut(names.toString(), 200));
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

  static boolean selects(PodSpec spec, Node node) {
    return spec.nodeSelector().entrySet().stream()
        .allMatch(e -> e.getValue().equals(node.labels().get(e.getKey())));
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
