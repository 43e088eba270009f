package io.runwhy.examples;

import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/** Runs a task on ECS; where and as whom is said by the environment (AWS_REGION and its like). */
final class RunTask {
  private RunTask() {}

  public static void main(String[] args) {
    try (EcsClient ecs = EcsClient.create()) {
      RunTaskResponse response =
          ecs.runTask(
              request ->
                  request
                      .cluster("default")
                      .taskDefinition("train:1")
                      .overrides(
                          all ->
                              all.containerOverrides(
                                  one -> one.name("train").command("python", "train.py"))));
      System.out.println(
          response.tasks().size() + " started, " + response.failures().size() + " failed");
    }
  }
}
