package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.ContainerInstance;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskDefinition;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;

/**
 * What a task was made from and where it ran. A definition never changes and is read once; a host
 * is read again after {@link #INSTANCE_LIFE}. Thread-safe.
 */
final class TaskFacts {
  /** Task definitions remembered at the most. */
  static final int MAX_DEFINITIONS = 1_000;

  /** Hosts remembered at the most. */
  static final int MAX_INSTANCES = 1_000;

  static final Duration INSTANCE_LIFE = Duration.ofSeconds(30);

  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  static final String DEFINITION = "ecs:DescribeTaskDefinition";
  static final String INSTANCE = "ecs:DescribeContainerInstances";

  private final EcsClient ecs;
  private final String region;
  private final BridgeStats stats;
  private final Refusals refusals;
  private final FactCache<TaskDefinition> definitions;
  private final FactCache<ContainerInstance> instances;

  /**
   * What was read.
   *
   * @param trouble why it could not be read, in words for a person; empty when it could
   */
  record Answer<T>(@Nullable T fact, String trouble) {
    static <T> Answer<T> of(T fact) {
      return new Answer<>(fact, "");
    }
  }

  TaskFacts(AwsClients clients, BridgeStats stats, Refusals refusals, InstantSource clock) {
    this.ecs = clients.ecs();
    this.region = clients.region();
    this.stats = stats;
    this.refusals = refusals;
    this.definitions = new FactCache<>(MAX_DEFINITIONS, FOR_EVER, clock);
    this.instances = new FactCache<>(MAX_INSTANCES, INSTANCE_LIFE, clock);
  }

  Answer<TaskDefinition> definition(Task task) throws BusyException, InterruptedException {
    String arn = task.definitionArn();
    TaskDefinition known = definitions.get(arn);
    if (known != null) {
      stats.count(RunMetrics.BRIDGE_READS_SAVED, "DescribeTaskDefinition", 1);
      return Answer.of(known);
    }
    try {
      TaskDefinition definition =
          TaskDefinitionDecoder.decode(
              SdkJson.of(ecs.describeTaskDefinition(r -> r.taskDefinition(arn)).taskDefinition()));
      definitions.put(arn, definition);
      return Answer.of(definition);
    } catch (SdkException e) {
      return new Answer<>(
          null,
          refusals.told(
              ReadFailure.of(e, DEFINITION, region),
              DEFINITION,
              "the task definition " + task.definition() + " could not be read"));
    }
  }

  Answer<ContainerInstance> instance(Task task) throws BusyException, InterruptedException {
    String arn = task.containerInstanceArn();
    ContainerInstance known = instances.get(arn);
    if (known != null) {
      stats.count(RunMetrics.BRIDGE_READS_SAVED, "DescribeContainerInstances", 1);
      return Answer.of(known);
    }
    try {
      DescribeContainerInstancesResponse response =
          ecs.describeContainerInstances(r -> r.cluster(task.clusterArn()).containerInstances(arn));
      if (response.containerInstances().isEmpty()) {
        return new Answer<>(null, "container instance " + arn + ": ECS no longer knows it");
      }
      ContainerInstance instance =
          ContainerInstanceDecoder.decode(SdkJson.of(response.containerInstances().get(0)));
      instances.put(arn, instance);
      return Answer.of(instance);
    } catch (SdkException e) {
      return new Answer<>(
          null,
          refusals.told(
              ReadFailure.of(e, INSTANCE, region),
              INSTANCE,
              "the container instance " + arn + " could not be read"));
    }
  }
}
