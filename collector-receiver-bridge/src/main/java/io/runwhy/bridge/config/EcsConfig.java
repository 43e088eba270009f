package io.runwhy.bridge.config;

import java.time.Duration;
import java.util.List;

/**
 * Which clusters of Amazon ECS, and how they are watched.
 *
 * @param enabled whether ECS is watched at all
 * @param clusters names or ARNs; at least one when ECS is watched
 * @param region Region of the clusters; empty for that of the AWS SDK's chain (AWS_REGION, the
 *     profile, the instance)
 * @param endpoint URL that all AWS calls go to; empty for AWS itself
 * @param queueUrl URL of the SQS queue that gets the events; empty for polling alone
 * @param consumers threads that receive from the queue
 * @param sweep how often all tasks are listed when there is no queue, or while it is broken
 * @param sweepWithQueue the same beside a queue, against silent gaps
 * @param requestsPerSecond ECS calls at the most, all together: the limits of the account are
 *     shared with whoever submits
 * @param visibility how long a received message stays hidden from others before that is renewed
 * @param services whether tasks of services are followed too
 * @param tags whether tags are read: they may say which run a task belongs to
 * @param presetsFile path of own presets, put in front of the shipped ones; empty for none
 */
public record EcsConfig(
    boolean enabled,
    List<String> clusters,
    String region,
    String endpoint,
    String queueUrl,
    int consumers,
    Duration sweep,
    Duration sweepWithQueue,
    int requestsPerSecond,
    Duration visibility,
    boolean services,
    boolean tags,
    String presetsFile) {
  public static final EcsConfig DEFAULT =
      new EcsConfig(
          false,
          List.of(),
          "",
          "",
          "",
          2,
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          4,
          Duration.ofSeconds(300),
          true,
          true,
          "");

  public EcsConfig {
    clusters = List.copyOf(clusters);
  }
}
