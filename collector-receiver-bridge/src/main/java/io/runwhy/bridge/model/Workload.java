package io.runwhy.bridge.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Kueue Workload. */
public record Workload(
    String namespace,
    String name,
    String queueName,
    @Nullable ObjectRef owner,
    boolean active,
    List<Condition> conditions,
    List<Check> checks) {

  /** An admission check. {@code state} is Pending, Ready, Retry or Rejected. */
  public record Check(String name, String state, String message) {}

  public Workload {
    conditions = List.copyOf(conditions);
    checks = List.copyOf(checks);
  }
}
