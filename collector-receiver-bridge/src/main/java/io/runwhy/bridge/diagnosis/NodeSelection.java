package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which nodes a pod may go to by its own wish: its nodeSelector and one of the terms of its
 * required node affinity, as the scheduler reads them. An affinity that cannot be read selects
 * every node.
 */
record NodeSelection(Map<String, String> labels, List<List<Requirement>> terms) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * One requirement of a term.
   *
   * @param field whether it is about the node's own name instead of a label
   */
  record Requirement(String key, String operator, List<String> values, boolean field) {
    boolean holds(Node node) {
      String value = field ? node.name() : node.labels().get(key);
      return switch (operator) {
        case "In" -> value != null && values.contains(value);
        case "NotIn" -> value == null || !values.contains(value);
        case "Exists" -> value != null;
        case "DoesNotExist" -> value == null;
        case "Gt" -> compare(value) > 0;
        case "Lt" -> compare(value) < 0;
        default -> true;
      };
    }

    /** 0 when one of the two is no number: then neither Gt nor Lt holds. */
    private int compare(@Nullable String value) {
      try {
        return value == null || values.size() != 1
            ? 0
            : Long.compare(Long.parseLong(value), Long.parseLong(values.get(0)));
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    @Override
    public String toString() {
      return values.isEmpty() ? key + " " + operator : key + " " + operator + " " + values;
    }
  }

  NodeSelection {
    labels = Map.copyOf(labels);
    terms = List.copyOf(terms);
  }

  static NodeSelection of(PodSpec spec) {
    return new NodeSelection(spec.nodeSelector(), terms(spec.affinity()));
  }

  boolean selects(Node node) {
    boolean labelled =
        labels.entrySet().stream()
            .allMatch(e -> e.getValue().equals(node.labels().get(e.getKey())));
    return labelled
        && (terms.isEmpty()
            || terms.stream().anyMatch(t -> t.stream().allMatch(r -> r.holds(node))));
  }

  /** The required affinity in words; empty when there is none. */
  String affinity() {
    return String.join(
        " or ",
        terms.stream()
            .map(t -> String.join(" and ", t.stream().map(Requirement::toString).toList()))
            .toList());
  }

  private static List<List<Requirement>> terms(String affinity) {
    List<List<Requirement>> terms = new ArrayList<>();
    if (affinity.isEmpty()) {
      return terms;
    }
    try {
      JsonNode root = JSON.readTree(affinity);
      for (JsonNode term :
          root.path("requiredDuringSchedulingIgnoredDuringExecution").path("nodeSelectorTerms")) {
        List<Requirement> requirements = new ArrayList<>();
        term.path("matchExpressions").forEach(e -> requirements.add(requirement(e, false)));
        term.path("matchFields").forEach(e -> requirements.add(requirement(e, true)));
        if (!requirements.isEmpty()) {
          terms.add(List.copyOf(requirements));
        }
      }
    } catch (JacksonException unreadable) {
      terms.clear();
    }
    return terms;
  }

  private static Requirement requirement(JsonNode e, boolean field) {
    List<String> values = new ArrayList<>();
    e.path("values").forEach(v -> values.add(v.asString("")));
    return new Requirement(
        e.path("key").asString(""), e.path("operator").asString(""), List.copyOf(values), field);
  }
}
