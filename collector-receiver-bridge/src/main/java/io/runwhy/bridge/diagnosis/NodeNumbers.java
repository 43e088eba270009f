package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.model.PodSpec;
import io.runwhy.bridge.model.Retryable;
import io.runwhy.bridge.model.Severity;
import io.runwhy.conventions.refusal.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pod's request beside what the nodes have: whether it can ever fit. */
final class NodeNumbers {
  private static final Map<String, String> RESOURCES =
      Map.of(
          "Unschedulable.InsufficientCpu", "cpu",
          "Unschedulable.InsufficientMemory", "memory",
          "Unschedulable.InsufficientEphemeralStorage", "ephemeral-storage");

  private NodeNumbers() {}

  /**
   * Adds the numbers.
   *
   * @param grows whether an autoscaler may bring nodes of another kind
   */
  static void describe(PodView pod, String code, boolean grows, Finding.Builder builder) {
    PodSpec spec = pod.pod().spec();
    if (code.equals("Unschedulable.NodeAffinity")) {
      selector(spec, pod.run().history().nodes(), builder);
    }
    if (code.equals("Unschedulable.HostPort")) {
      builder.value(
          "host_ports",
          String.join(
              ", ",
              spec.containers().stream()
                  .flatMap(c -> c.hostPorts().stream())
                  .map(String::valueOf)
                  .toList()));
    }
    String resource = RESOURCES.getOrDefault(code, builder.valueOf("resource"));
    if (resource.isEmpty()) {
      return;
    }
    resource(pod, resource, grows, builder);
  }

  /** The numbers of one resource; of several, each adds its evidence. */
  static void resource(PodView pod, String resource, boolean grows, Finding.Builder builder) {
    PodSpec spec = pod.pod().spec();
    BigDecimal request = PodRequest.effective(spec, resource);
    builder.value("resource", resource);
    if (request.signum() > 0) {
      builder
          .value("request", shown(resource, request))
          .evidence(pod.path("effective request " + resource), shown(resource, request), null);
    }
    NodeSelection selection = NodeSelection.of(spec);
    List<Node> nodes =
        pod.run().history().nodes().stream()
            .filter(n -> !NodeTaints.isControlPlane(n) || pod.run().history().nodes().size() == 1)
            .filter(selection::selects)
            .toList();
    Node largest = largest(nodes, resource);
    if (largest == null || request.signum() == 0) {
      return;
    }
    BigDecimal most = allocatable(largest, resource);
    builder
        .value("largest", shown(resource, most))
        .value("largest_node", largest.name())
        .evidence(
            "node/" + largest.name() + " status.allocatable." + resource,
            shown(resource, most),
            null);
    if (request.compareTo(most) > 0 && !grows) {
      builder
          .value("never_fits", "true")
          .faultDomain(FaultDomain.CONFIG)
          .retryable(Retryable.AFTER_CHANGE)
          .severity(Severity.ERROR);
    }
  }

  /**
   * The same for a second resource that is short: beside the first it only adds to the evidence.
   */
  static void another(PodView pod, String code, boolean grows, Finding.Builder builder) {
    String resource = RESOURCES.getOrDefault(code, "");
    if (resource.isEmpty()) {
      return;
    }
    String first =
        builder.valueOf("resource")
            + (builder.valueOf("request").isEmpty() ? "" : " " + builder.valueOf("request"));
    resource(pod, resource, grows, builder);
    builder.value("requests", (first + ", " + resource + " " + builder.valueOf("request")).strip());
  }

  private static void selector(PodSpec spec, List<Node> nodes, Finding.Builder builder) {
    StringBuilder wanted = new StringBuilder();
    spec.nodeSelector().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            e ->
                wanted
                    .append(wanted.isEmpty() ? "" : ", ")
                    .append(e.getKey())
                    .append('=')
                    .append(e.getValue()));
    NodeSelection selection = NodeSelection.of(spec);
    String affinity = Texts.cut(selection.affinity(), 400);
    builder.value("selector", wanted.toString()).value("affinity", affinity);
    if (!affinity.isEmpty()) {
      builder.evidence("spec.affinity.nodeAffinity", affinity, null);
    }
    if (!wanted.isEmpty()) {
      builder.evidence("spec.nodeSelector", wanted.toString(), null);
      builder.value("selector_labels", wanted.toString().replace(", ", ","));
    }
    if (!nodes.isEmpty()) {
      long matching = nodes.stream().filter(selection::selects).count();
      builder.value("matching_nodes", Long.toString(matching));
    }
  }

  private static @Nullable Node largest(List<Node> nodes, String resource) {
    Node best = null;
    for (Node node : nodes) {
      if (best == null || allocatable(node, resource).compareTo(allocatable(best, resource)) > 0) {
        best = node;
      }
    }
    return best;
  }

  private static BigDecimal allocatable(Node node, String resource) {
    BigDecimal value = Quantity.parse(node.allocatable().getOrDefault(resource, ""));
    return value == null ? BigDecimal.ZERO : value;
  }

  private static String shown(String resource, BigDecimal value) {
    return resource.equals("memory") || resource.equals("ephemeral-storage")
        ? Quantity.bytes(value)
        : value.stripTrailingZeros().toPlainString();
  }
}
