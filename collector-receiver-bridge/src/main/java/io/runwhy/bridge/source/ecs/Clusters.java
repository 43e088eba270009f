package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.conventions.Arns;
import java.util.List;

/**
 * The clusters that are watched, each named or with its ARN as the configuration has it, all of one
 * Region.
 */
final class Clusters {
  private final List<Watched> watched;

  /** One of them. {@code asked} is what ECS calls name it by. */
  record Watched(String asked, String region) {
    /**
     * Whether this is the cluster.
     *
     * @param other a name or an ARN; two ARNs must be the same
     */
    boolean is(String other) {
      boolean isArn = other.startsWith("arn:");
      if (isArn && asked.startsWith("arn:")) {
        return asked.equals(other);
      }
      return Arns.last(asked).equals(Arns.last(other))
          && (!isArn || Arns.region(other).equals(region));
    }
  }

  Clusters(EcsConfig config, String region) {
    this.watched = config.clusters().stream().distinct().map(c -> new Watched(c, region)).toList();
  }

  List<Watched> all() {
    return watched;
  }

  /**
   * Whether a cluster is watched.
   *
   * @param cluster a name or an ARN; empty for the account's default cluster
   */
  boolean has(String cluster) {
    String name = cluster.isEmpty() ? "default" : cluster;
    return watched.stream().anyMatch(w -> w.is(name));
  }

  /** The same of a host, whose ARN has the cluster's name between two slashes. */
  boolean hasHost(String instanceArn) {
    String[] parts = instanceArn.split("/", -1);
    return parts.length != 3 || has(parts[1]);
  }
}
