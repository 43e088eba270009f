package io.runwhy.examples;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** RunTask of Amazon ECS: starts whatever it is asked for, with the overrides it is given. */
final class EcsStub implements Backend {
  private int tasks;

  @Override
  public synchronized Answer answer(Call call) {
    if (!call.header("x-amz-target").endsWith(".RunTask")) {
      return Answer.json(400, Json.object("{__type: InvalidAction, message: only RunTask}"));
    }
    String id = String.format(Locale.ROOT, "%032x", ++tasks);
    ObjectNode task =
        Json.object(
            """
            taskArn: arn:aws:ecs:eu-west-1:123456789012:task/default/%s
            clusterArn: arn:aws:ecs:eu-west-1:123456789012:cluster/default
            taskDefinitionArn: arn:aws:ecs:eu-west-1:123456789012:task-definition/train:1
            group: family:train
            launchType: FARGATE
            desiredStatus: RUNNING
            lastStatus: PROVISIONING
            version: 1
            containers: [{name: train, lastStatus: PENDING}]
            """
                .formatted(id));
    for (String field : List.of("overrides", "tags", "startedBy")) {
      if (call.body().has(field)) {
        task.set(field, call.body().get(field));
      }
    }
    ObjectNode answer = Json.object("{failures: []}");
    answer.putArray("tasks").add(task);
    return new Answer(200, "application/x-amz-json-1.1", answer.toString());
  }
}
