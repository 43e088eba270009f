package io.runwhy.bridge.model;

/** The ids of what carries an attempt. Unknown parts are empty. */
public sealed interface Infrastructure {

  /** A pod, with its Job and node. */
  record OfPod(
      String namespace,
      String podName,
      String podUid,
      String jobName,
      String jobUid,
      String nodeName)
      implements Infrastructure {}

  /**
   * An ECS task.
   *
   * @param launchType FARGATE, EC2 and others
   * @param containerInstanceArn the host; empty on Fargate
   */
  record OfTask(
      String clusterArn,
      String taskArn,
      String definitionArn,
      String launchType,
      String zone,
      String containerInstanceArn)
      implements Infrastructure {}
}
