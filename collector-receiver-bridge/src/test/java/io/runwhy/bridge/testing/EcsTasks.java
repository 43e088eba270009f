package io.runwhy.bridge.testing;

import io.runwhy.bridge.fake.FakeAws;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Tasks and events of ECS, as they are on the wire. */
public final class EcsTasks {
  public static final String CLUSTER =
      "arn:aws:ecs:" + FakeAws.REGION + ":" + FakeAws.ACCOUNT + ":cluster/batch";

  /** Keys for the SDK's chain: the fake checks none. */
  public static void giveKeys() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  private EcsTasks() {}

  public static String arn(String id) {
    return arn("batch", id);
  }

  public static String arn(String cluster, String id) {
    return "arn:aws:ecs:" + FakeAws.REGION + ":" + FakeAws.ACCOUNT + ":task/" + cluster + "/" + id;
  }

  public static ObjectNode running(String id, long version) {
    return running("batch", id, version);
  }

  public static ObjectNode running(String cluster, String id, long version) {
    Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    return Yaml.object(
        """
        taskArn: %s
        clusterArn: %s
        version: %d
        taskDefinitionArn: arn:aws:ecs:%s:%s:task-definition/etl:7
        group: family:etl
        launchType: FARGATE
        lastStatus: RUNNING
        desiredStatus: RUNNING
        createdAt: '%s'
        pullStartedAt: '%s'
        pullStoppedAt: '%s'
        startedAt: '%s'
        containers: [{name: main, image: i, lastStatus: RUNNING, runtimeId: r-%s}]
        """
            .formatted(
                arn(cluster, id),
                CLUSTER.replace("/batch", "/" + cluster),
                version,
                FakeAws.REGION,
                FakeAws.ACCOUNT,
                now.minusSeconds(60),
                now.minusSeconds(50),
                now.minusSeconds(40),
                now.minusSeconds(30),
                id));
  }

  public static ObjectNode stopped(String id, long version, int exitCode) {
    ObjectNode task = running(id, version);
    Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    task.put("lastStatus", "STOPPED");
    task.put("desiredStatus", "STOPPED");
    task.put("stopCode", "EssentialContainerExited");
    task.put("stoppedReason", "Essential container in task exited");
    task.put("executionStoppedAt", now.minusSeconds(5).toString());
    task.put("stoppingAt", now.minusSeconds(4).toString());
    task.put("stoppedAt", now.minusSeconds(1).toString());
    ObjectNode container = (ObjectNode) task.path("containers").path(0);
    container.put("lastStatus", "STOPPED");
    container.put("exitCode", exitCode);
    return task;
  }

  /** A task with changes. */
  public static ObjectNode with(ObjectNode task, Consumer<ObjectNode> change) {
    change.accept(task);
    return task;
  }

  public static ObjectNode tagged(ObjectNode task, String key, String value) {
    task.withArray("/tags").addObject().put("key", key).put("value", value);
    return task;
  }

  /** The event that EventBridge sends: without tags. */
  public static String event(ObjectNode task) {
    ObjectNode event =
        Yaml.object(
            "{version: '0', id: e, detail-type: ECS Task State Change, source: aws.ecs, region: "
                + FakeAws.REGION
                + "}");
    ObjectNode detail = task.deepCopy();
    detail.remove("tags");
    event.set("detail", detail);
    return event.toString();
  }
}
