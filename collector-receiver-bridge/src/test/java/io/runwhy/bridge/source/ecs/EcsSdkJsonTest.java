package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.fake.FakeAws;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.testing.EcsTasks;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class EcsSdkJsonTest {
  private final FakeAws aws = new FakeAws();
  private final AwsClients clients = EcsConfigs.clients(aws, new BridgeStats());

  @AfterEach
  void close() {
    clients.close();
    aws.close();
  }

  @Test
  void aTaskThatWasDescribedReadsLikeTheOneOfTheEvent() {
    ObjectNode task = EcsTasks.tagged(EcsTasks.stopped("a", 3, 137), "k", "v");
    task.put("connectivity", "CONNECTED");
    task.withObject("/ephemeralStorage").put("sizeInGiB", 20);
    task.withObject("/overrides")
        .withArray("/containerOverrides")
        .addObject()
        .put("name", "main")
        .withArray("/environment")
        .addObject()
        .put("name", "PREFECT__FLOW_RUN_ID")
        .put("value", "f-1");
    task.withArray("/attachments")
        .addObject()
        .put("type", "ElasticNetworkInterface")
        .put("status", "ATTACHED")
        .withArray("/details")
        .addObject()
        .put("name", "subnetId")
        .put("value", "subnet-1");
    aws.putTask(task);

    JsonNode json =
        new EcsCalls(clients.ecs(), true)
            .describe("batch", List.of(EcsTasks.arn("a")))
            .tasks()
            .get(0);

    assertThat(TaskDecoder.decode(json)).isEqualTo(TaskDecoder.decode(task));
    assertThat(TaskDecoder.decode(json).stoppedAt()).isNotNull();
    assertThat(json.path("tags")).isEqualTo(task.path("tags"));
    assertThat(new TaskIdentity(EcsPresets.standard()).of(json).key().runId()).isEqualTo("f-1");
  }

  @Test
  void whatWasNotInTheAnswerIsNotInTheJson() {
    aws.putTask(EcsTasks.running("a", 1));

    JsonNode json =
        new EcsCalls(clients.ecs(), false)
            .describe("batch", List.of(EcsTasks.arn("a")))
            .tasks()
            .get(0);

    assertThat(json.has("tags")).isFalse();
    assertThat(json.has("stoppedAt")).isFalse();
    assertThat(json.path("startedAt").isString()).isTrue();
    assertThat(json.path("version").asLong()).isEqualTo(1);
  }

  @Test
  void anotherNameAndAnotherRegionAreNoRegions() {
    assertThat(clients.region()).isEqualTo(FakeAws.REGION);
    assertThat(EcsConfig.DEFAULT.region()).isEmpty();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> clients.logs("evil.example/"))
        .hasMessage("\"evil.example/\" is no Region");
    assertThat(clients.logs("")).isSameAs(clients.logs(FakeAws.REGION));
  }
}
