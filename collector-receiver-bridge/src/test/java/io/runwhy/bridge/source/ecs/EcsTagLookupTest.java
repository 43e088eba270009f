package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.fake.AwsFault;
import io.runwhy.bridge.fake.FakeAws;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.testing.EcsTasks;
import io.runwhy.bridge.testing.MovableClock;
import io.runwhy.conventions.RunMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EcsTagLookupTest {
  private final FakeAws aws = new FakeAws();
  private final BridgeStats stats = new BridgeStats();
  private final MovableClock clock = new MovableClock();
  private final AwsClients clients = EcsConfigs.clients(aws, stats);
  private final TagLookup lookup =
      new TagLookup(new EcsCalls(clients.ecs(), true), FakeAws.REGION, stats, clock);

  @AfterEach
  void close() {
    lookup.close();
    clients.close();
    aws.close();
  }

  @Test
  void whatIsAskedForTogetherGoesOutInOneCall() throws InterruptedException {
    List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      aws.putTask(EcsTasks.tagged(EcsTasks.running("t" + i, 1), "k", "v" + i));
      answers.add(lookup.tags(EcsTasks.CLUSTER, EcsTasks.arn("t" + i)));
    }
    assertThat(lookup.tags(EcsTasks.CLUSTER, EcsTasks.arn("t7"))).isSameAs(answers.get(7));

    lookup.start();

    await().until(() -> answers.stream().allMatch(CompletableFuture::isDone));
    assertThat(aws.requests("DescribeTasks")).isEqualTo(1);
    assertThat(answers.get(42).join().toString()).isEqualTo("[{\"key\":\"k\",\"value\":\"v42\"}]");
  }

  @Test
  void aTaskThatIsMissingHasNoTags() throws InterruptedException {
    aws.cluster("batch");
    lookup.start();

    assertThat(lookup.tags(EcsTasks.CLUSTER, EcsTasks.arn("gone")).join().isEmpty()).isTrue();
  }

  @Test
  void aPermissionIsWaitedForBeforeRunsAreToldWithoutTags() throws InterruptedException {
    aws.putTask(EcsTasks.tagged(EcsTasks.running("a", 1), "k", "v"));
    aws.fault(AwsFault.denied("DescribeTasks", AwsFault.UNTIL_LIFTED));
    lookup.start();
    CompletableFuture<JsonNode> answer = lookup.tags(EcsTasks.CLUSTER, EcsTasks.arn("a"));
    await().until(() -> aws.requests("DescribeTasks") >= 2);
    assertThat(answer).isNotDone();

    clock.pass(TagLookup.DENIED_HOLD.plusSeconds(1));

    await().until(answer::isDone);
    assertThat(answer.join().isEmpty()).isTrue();
    assertThat(stats.counter(RunMetrics.BRIDGE_DROPPED, "ecs_tags")).isEqualTo(1);
  }
}
