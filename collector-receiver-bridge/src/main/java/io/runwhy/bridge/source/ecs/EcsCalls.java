package io.runwhy.bridge.source.ecs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.TaskField;
import tools.jackson.databind.JsonNode;

/** The ECS calls that look for tasks. Failures come as the SDK throws them. */
final class EcsCalls {
  /** Tasks of one page and of one DescribeTasks call, as ECS allows. */
  static final int BATCH = 100;

  private final EcsClient ecs;
  private final boolean tags;

  /** One page. {@code next} is null at the end. */
  record Page(List<String> arns, @Nullable String next) {
    Page {
      arns = List.copyOf(arns);
    }
  }

  /**
   * What was described.
   *
   * @param tasks in the shape of the wire
   * @param missing ARNs that ECS does not know
   */
  record Described(List<JsonNode> tasks, List<String> missing) {
    Described {
      tasks = List.copyOf(tasks);
      missing = List.copyOf(missing);
    }
  }

  /**
   * Makes nothing yet.
   *
   * @param tags whether tags are asked for
   */
  EcsCalls(EcsClient ecs, boolean tags) {
    this.ecs = ecs;
    this.tags = tags;
  }

  /** One page of a cluster's tasks: those that should be running, or those that should not. */
  Page list(String cluster, boolean running, @Nullable String next) {
    ListTasksResponse response =
        ecs.listTasks(
            r ->
                r.cluster(cluster)
                    .desiredStatus(running ? DesiredStatus.RUNNING : DesiredStatus.STOPPED)
                    .maxResults(BATCH)
                    .nextToken(next));
    String token = response.nextToken();
    return new Page(response.taskArns(), token == null || token.isEmpty() ? null : token);
  }

  /** At most {@link #BATCH} tasks of one cluster. */
  Described describe(String cluster, List<String> arns) {
    DescribeTasksResponse response =
        ecs.describeTasks(
            r -> {
              r.cluster(cluster).tasks(arns);
              if (tags) {
                r.include(TaskField.TAGS);
              }
            });
    List<JsonNode> tasks = new ArrayList<>();
    response.tasks().forEach(t -> tasks.add(SdkJson.of(t)));
    return new Described(
        tasks,
        response.failures().stream()
            .filter(f -> "MISSING".equals(f.reason()) && f.arn() != null)
            .map(Failure::arn)
            .toList());
  }
}
