package io.runwhy.bridge.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One version of a node object, as far as a diagnosis needs it. */
public record Node(
    String name,
    String uid,
    Map<String, String> labels,
    List<Taint> taints,
    boolean unschedulable,
    Map<String, String> allocatable,
    List<Condition> conditions,
    String bootId,
    String architecture) {

  /** A taint. Missing parts are empty. */
  public record Taint(String key, String value, String effect) {}

  public Node {
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
    allocatable = Map.copyOf(allocatable);
    conditions = List.copyOf(conditions);
  }

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }
}
