package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.fake.AwsFault;
import io.runwhy.bridge.fake.FakeAws;
import io.runwhy.bridge.source.ecs.EcsPermissions.Result;
import io.runwhy.bridge.source.ecs.EcsPermissions.Status;
import io.runwhy.bridge.testing.EcsTasks;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcsPermissionsTest {
  private final FakeAws aws = new FakeAws();
  private final String queue = aws.createQueue("q", Duration.ofSeconds(30), 5);

  @BeforeAll
  static void keys() {
    EcsTasks.giveKeys();
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void allIsWellAndNothingIsReceived() {
    aws.putTask(EcsTasks.running("a", 1));
    aws.send("q", EcsTasks.event(EcsTasks.running("a", 1)));

    List<Result> results = check(queue);

    assertThat(results).allMatch(r -> r.status() == Status.OK);
    assertThat(results).extracting(Result::what).anyMatch(w -> w.contains("1 live tasks"));
    assertThat(results)
        .extracting(Result::what)
        .contains(
            "cost: at least 12,960 ECS calls a month, free of charge, at most 100 a second; at least"
                + " 259,200 SQS requests a month ($0.10 at $0.40 a million, the first million of an"
                + " account is free), and up to 3 a task event");
    assertThat(aws.requests("ReceiveMessage")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "ListTasks, ecs:ListTasks, FAILED",
    "DescribeTasks, ecs:DescribeTasks, FAILED",
    "DescribeTaskDefinition, ecs:DescribeTaskDefinition, GAP",
    "DescribeContainerInstances, ecs:DescribeContainerInstances, GAP",
    "GetLogEvents, logs:GetLogEvents, GAP",
  })
  void aMissingPermissionIsNamedWithWhatItCosts(String call, String action, Status status) {
    aws.cluster("batch");
    aws.fault(AwsFault.denied(call, AwsFault.UNTIL_LIFTED));

    assertThat(check(""))
        .filteredOn(r -> r.what().startsWith("permission for " + action))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.status()).isEqualTo(status);
              assertThat(r.cost()).contains("no permission: allow " + action);
            });
  }

  @Test
  void aQueueThatNoRuleMaySendToIsNamed() {
    aws.cluster("batch");
    String bare = aws.createQueue("bare", Duration.ofSeconds(30), 0);

    assertThat(check(bare))
        .anyMatch(
            r ->
                r.status() == Status.GAP
                    && r.what().equals("no EventBridge rule may send to the ECS queue")
                    && r.cost().contains("deploy/ecs/runwhy.yaml"));
    assertThat(check(queue))
        .extracting(Result::what)
        .contains("the ECS queue takes events of rule task-events");
  }

  @Test
  void aQueueWithoutDeadLettersAndAMissingQueueAreNamed() {
    aws.cluster("batch");
    String bare = aws.createQueue("bare", Duration.ofSeconds(30), 0);

    assertThat(check(bare))
        .anyMatch(
            r ->
                r.status() == Status.GAP
                    && r.what().equals("the ECS queue has no dead-letter queue")
                    && r.cost().contains("RedrivePolicy"));
    assertThat(check(bare + "x"))
        .anyMatch(
            r ->
                r.status() == Status.FAILED
                    && r.what().contains("does not exist in eu-central-1: correct ecs.queue_url"));
    assertThat(check(""))
        .anyMatch(r -> r.status() == Status.GAP && r.cost().contains("set ecs.queue_url"));
  }

  @Test
  void aMissingClusterAndAQueueOfAnotherRegionAreNamed() {
    List<Result> results = check(queue.replace("eu-central-1", "eu-west-1"));

    assertThat(results)
        .anyMatch(
            r ->
                r.status() == Status.FAILED
                    && r.what().contains("the cluster batch does not exist in eu-central-1")
                    && r.cost().contains("aws ecs list-clusters --region eu-central-1"));
    assertThat(results)
        .anyMatch(r -> r.what().contains("is in eu-west-1, the clusters are in eu-central-1"));
  }

  @Test
  void expiredCredentialsEndTheCheckAtOnce() {
    aws.fault(AwsFault.expired("", AwsFault.UNTIL_LIFTED));

    assertThat(check(queue))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.status()).isEqualTo(Status.UNREACHABLE);
              assertThat(r.what()).contains("the AWS credentials have expired");
            });
  }

  private List<Result> check(String queueUrl) {
    EcsConfig config = EcsConfigs.of(aws, queueUrl, 100);
    return EcsPermissions.check(config);
  }
}
