package io.runwhy.bridge.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host of an ECS cluster.
 *
 * @param status ACTIVE, DRAINING, INACTIVE and others
 * @param agentConnected null when not known
 * @param remaining free resources by name (CPU in units, MEMORY in MiB)
 */
public record ContainerInstance(
    String arn,
    String ec2InstanceId,
    String status,
    @Nullable Boolean agentConnected,
    int runningTasks,
    Map<String, String> remaining) {
  public ContainerInstance {
    remaining = Map.copyOf(remaining);
  }
}
