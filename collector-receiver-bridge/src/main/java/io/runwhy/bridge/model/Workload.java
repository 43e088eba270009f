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
    List<Condition> conditions) {
  public Workload {
    conditions = List.copyOf(conditions);
  }
}
