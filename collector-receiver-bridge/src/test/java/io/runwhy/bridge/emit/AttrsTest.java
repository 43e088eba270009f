package io.runwhy.bridge.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.runwhy.bridge.model.Infrastructure;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AttrsTest {
  private static final RunIdentity RUN =
      new RunIdentity(
          new RunKey("arn:aws:ecs:eu-west-1:111122223333:cluster/batch", "run-1"),
          "etl",
          "prefect",
          "batch",
          "nightly",
          "ecs-pool",
          null,
          "prefect",
          null);

  @Test
  void aTaskCarriesTheIdsOfEcsAndNoneOfKubernetes() {
    Attributes attributes =
        Attrs.of(
                RUN,
                new Infrastructure.OfTask(
                    "arn:aws:ecs:eu-west-1:111122223333:cluster/batch",
                    "arn:aws:ecs:eu-west-1:111122223333:task/batch/0af1",
                    "arn:aws:ecs:eu-west-1:111122223333:task-definition/etl:7",
                    "FARGATE",
                    "eu-west-1a",
                    ""),
                2)
            .build();

    assertThat(text(attributes))
        .isEqualTo(
            new TreeMap<>(
                Map.ofEntries(
                    Map.entry("runwhy.run.id", "run-1"),
                    Map.entry("runwhy.run.name", "etl"),
                    Map.entry("runwhy.run.attempt", "2"),
                    Map.entry("runwhy.orchestrator", "prefect"),
                    Map.entry("runwhy.deployment.name", "nightly"),
                    Map.entry("runwhy.work_pool.name", "ecs-pool"),
                    Map.entry("cicd.pipeline.run.id", "run-1"),
                    Map.entry(
                        "aws.ecs.cluster.arn", "arn:aws:ecs:eu-west-1:111122223333:cluster/batch"),
                    Map.entry(
                        "aws.ecs.task.arn", "arn:aws:ecs:eu-west-1:111122223333:task/batch/0af1"),
                    Map.entry("aws.ecs.task.id", "0af1"),
                    Map.entry("aws.ecs.task.family", "etl"),
                    Map.entry("aws.ecs.task.revision", "7"),
                    Map.entry("aws.ecs.launchtype", "fargate"),
                    Map.entry("cloud.region", "eu-west-1"),
                    Map.entry("cloud.account.id", "111122223333"),
                    Map.entry("cloud.availability_zone", "eu-west-1a"))));
  }

  @Test
  void aRefusedStartHasAClusterAndNoTask() {
    Attributes attributes =
        Attrs.of(
                RUN,
                new Infrastructure.OfTask(
                    "arn:aws:ecs:eu-west-1:111122223333:cluster/batch", "", "", "", "", ""),
                0)
            .build();

    assertThat(text(attributes))
        .containsEntry("cloud.region", "eu-west-1")
        .doesNotContainKeys("aws.ecs.task.arn", "aws.ecs.task.id", "runwhy.run.attempt");
  }

  private static Map<String, String> text(Attributes attributes) {
    Map<String, String> text = new TreeMap<>();
    attributes.forEach((key, value) -> text.put(key.getKey(), String.valueOf(value)));
    return text;
  }
}
