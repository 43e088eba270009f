package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.testing.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcsDocumentsTest {
  private static final String TASK =
      "{taskArn: 'arn:aws:ecs:eu-west-1:111122223333:task/batch/0af1', lastStatus: RUNNING, version: 3}";

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{tasks: [%s, %s], failures: []} | OfTask OfTask",
        "{tasks: [], failures: [{arn: x, reason: 'RESOURCE:CPU'}]} | OfSubmit",
        "{detail-type: ECS Task State Change, detail: %s} | OfTask",
        "[{detail-type: ECS Task State Change, detail: %s}, {items: [{tasks: [%s]}]}] | OfTask OfTask",
        "{Type: Notification, Message: '{\"detail-type\": \"ECS Task State Change\", \"detail\": {\"taskArn\": \"a\", \"lastStatus\": \"RUNNING\"}}'} | OfTask",
        "{Type: Notification, Message: 'no json'} | Other",
        "{detail-type: ECS Deployment State Change, detail: {}} | Other",
        "{detail-type: ECS Container Instance State Change, detail: {containerInstanceArn: a}} | OfInstance",
        "{containerInstances: [{containerInstanceArn: a}, {containerInstanceArn: b}]} | OfInstance OfInstance",
        "{taskDefinition: {taskDefinitionArn: a, containerDefinitions: []}} | OfDefinition",
        "{detail-type: AWS API Call via CloudTrail, detail: {eventName: RunTask, errorCode: AccessDenied}} | OfSubmit",
        "{detail-type: AWS API Call via CloudTrail, detail: {eventName: RunTask}} | Other",
        "{detail-type: AWS API Call via CloudTrail, detail: {eventName: DeleteCluster, errorCode: AccessDenied}} | Other",
        "{Events: [{CloudTrailEvent: '{\"eventName\": \"RunTask\", \"errorCode\": \"ServerException\"}'}]} | OfSubmit",
        "{__type: ClusterNotFoundException, message: Cluster not found.} | OfSubmit",
        "{text: 'An error occurred (ClientException) when calling the RunTask operation: x'} | OfSubmit",
        "{text: 'An error occurred (ClientException) when calling the StopTask operation: x'} | Other",
        "%s | OfTask",
        "{kind: Pod, metadata: {name: x}} | Other",
      })
  void everyDocumentIsKnownByItsShape(String yaml, String expected) {
    List<EcsDocument> documents = EcsDocuments.of(Yaml.any(yaml.strip().replace("%s", TASK)));

    assertThat(
            documents.stream()
                .map(d -> d.getClass().getSimpleName())
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected.strip());
  }

  @ParameterizedTest
  @CsvSource({
    "1764083645.25, 2025-11-25T15:14:05.250Z",
    "1764083645, 2025-11-25T15:14:05Z",
    "'\"2025-11-25T16:14:05.250000+01:00\"', 2025-11-25T15:14:05.250Z",
    "'\"2025-11-25T15:14:05.25Z\"', 2025-11-25T15:14:05.250Z",
    "'\"soon\"', ",
    "0, ",
    "-5, ",
    "1e30, ",
    "true, ",
  })
  void timesComeInThreeForms(String written, Instant expected) {
    Task task =
        TaskDecoder.decode(
            Yaml.any("{taskArn: a, lastStatus: RUNNING, createdAt: " + written + "}"));

    assertThat(task.createdAt()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{tasks: [], failures: []} | found a reply without a task; ECS forgets a task about an hour after it stopped, and knows it in its own cluster and Region only",
        "{taskArns: ['arn:aws:ecs:eu-west-1:111122223333:task/batch/0af1']} | found names of tasks; bring the output of aws ecs describe-tasks --cluster CLUSTER --tasks NAME",
        "{taskDefinition: {taskDefinitionArn: a}} | found a task definition",
        "{detail-type: ECS Deployment State Change, detail: {}} | found ECS Deployment State Change",
      })
  void whatHoldsNoRunSaysWhatItIs(String yaml, String message) {
    assertThat(EcsDocuments.isOfAws(Yaml.any(yaml))).isTrue();
    assertThatThrownBy(() -> new EcsObjects(EcsPresets.standard()).runs(Yaml.any(yaml)))
        .hasMessage("there is no task and no refused RunTask in it; " + message.strip());
  }

  @Test
  void nothingOfTheOverridesIsKept() {
    Task task =
        TaskDecoder.decode(
            Yaml.any(
                "{taskArn: a, containers: [{name: app, reason: 'password=hunter22 was wrong'}, {name: proxy}],"
                    + " overrides: {containerOverrides: [{name: app, environment: [{name: API_KEY, value: sesame123}]},"
                    + " {name: proxy}]}}"));

    assertThat(task.toString()).doesNotContain("sesame123").doesNotContain("hunter22");
    assertThat(task.containers())
        .extracting(Task.Container::overridden)
        .containsExactly(true, false);
  }

  @Test
  void optionsOfLogDriversAreKeptOnlyByName() {
    assertThat(
            TaskDefinitionDecoder.decode(
                    Yaml.any(
                        "{taskDefinitionArn: a, containerDefinitions: [{name: app, environment: [{name: K, value: v9}],"
                            + " logConfiguration: {logDriver: splunk, options: {splunk-token: t0ps3cret, mode: non-blocking}}}]}"))
                .toString())
        .doesNotContain("t0ps3cret")
        .doesNotContain("v9")
        .contains("non-blocking");
  }
}
