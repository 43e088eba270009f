package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.model.EvidenceRequest.LogRef;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskDefinition;
import io.runwhy.bridge.testing.Yaml;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where logs are, and what is said of those that are nowhere. */
class LogPlaceTest {
  private static final Task HOSTED = EvidenceScene.onHost(", exitCode: 1, runtimeId: docker-id");

  private static TaskDefinition definition(String main) {
    return TaskDefinitionDecoder.decode(
        Yaml.object("containerDefinitions: [{name: main%s}]".formatted(main)));
  }

  private static String why(Task task, String main) {
    LogPlace place = LogPlace.of(task, definition(main), EvidenceScene.ref(task));
    return place instanceof LogPlace.None none ? none.why() : place.toString();
  }

  @Test
  void aContainerThatNeverStartedHasNoLog() {
    Task pull =
        EvidenceScene.task("containers: [{name: main, reason: \"CannotPullContainerError: x\"}]");

    assertThat(why(pull, ", logConfiguration: {logDriver: awslogs}"))
        .isEqualTo("No log is expected: the container never started.");
  }

  @Test
  void aContainerWithoutLogConfigurationIsLostOnFargateAndOnTheHostElsewhere() {
    assertThat(why(EvidenceScene.fargate(), ""))
        .isEqualTo(
            "No log was kept: the container has no logConfiguration, and on Fargate its output is lost. Give the container a logConfiguration with the awslogs driver in the task definition etl.");
    assertThat(why(HOSTED, ""))
        .isEqualTo(
            "The log is only on the host, if it is still there: the container has no logConfiguration. Look on the host (container instance i1): docker logs docker-id. Give the container a logConfiguration with the awslogs driver in the task definition etl.");
  }

  @Test
  void anotherDriverIsNamedWithWhereToLook() {
    Map<String, String> expected = new TreeMap<>();
    expected.put("splunk", "in Splunk, at the splunk-url of the log options");
    expected.put(
        "gelf", "in the GELF server (Graylog, Logstash) at the gelf-address of the log options");
    expected.put("syslog", "in the syslog server at the syslog-address of the log options");
    expected.put("fluentd", "where the Fluentd at the fluentd-address of the log options sends it");
    expected.put(
        "json-file",
        "on the host (container instance i1) in /var/lib/docker/containers/docker-id/, or with docker logs docker-id");
    expected.put(
        "journald",
        "on the host (container instance i1) with journalctl CONTAINER_ID_FULL=docker-id");
    expected.put("none", "nowhere: this driver keeps nothing");
    expected.put("other", "where this driver sends it");

    expected.forEach(
        (driver, where) ->
            assertThat(why(HOSTED, ", logConfiguration: {logDriver: " + driver + "}"))
                .isEqualTo(
                    "The log cannot be read from here: the log driver is "
                        + driver
                        + ". Look "
                        + where
                        + "."));
  }

  @Test
  void awslogsWithoutAGroupSaysSo() {
    assertThat(why(EvidenceScene.fargate(), ", logConfiguration: {logDriver: awslogs}"))
        .isEqualTo(
            "The log could not be found: the task definition etl:3 names no awslogs-group for main.");
  }

  @Test
  void aContainerOfEcsItselfSaysSo() {
    Task task = EvidenceScene.task("containers: [{name: agent, exitCode: 0}]");
    LogRef ref = new LogRef(EvidenceScene.TASK, "abc", "agent", 0, "", false);

    assertThat(LogPlace.of(task, definition(""), ref))
        .isEqualTo(
            new LogPlace.None(
                "No log is known: ECS itself added the container agent, the task definition etl:3 does not have it."));
  }

  @Test
  void aRoutedLogWithoutAReadableRouterSaysSo() {
    LogPlace place =
        LogPlace.of(
            HOSTED,
            definition(", logConfiguration: {logDriver: awsfirelens}"),
            EvidenceScene.ref(HOSTED));

    assertThat(place)
        .isInstanceOfSatisfying(
            LogPlace.Routed.class,
            routed -> {
              assertThat(routed.router()).isEmpty();
              assertThat(routed.why())
                  .contains("| ecs_task_arn=\"" + EvidenceScene.TASK + "\"")
                  .endsWith("The router's own log cannot be read either.");
            });
  }

  @Test
  void anEarlierAttemptOfTheRunIsLookedForUnderItsOwnId() {
    LogRef earlier =
        new LogRef(EvidenceScene.ACCOUNT + "task/batch/old", "old", "main", 0, "", false);

    assertThat(
            LogPlace.of(
                EvidenceScene.fargate(),
                definition(
                    ", logConfiguration: {logDriver: awslogs, options: {awslogs-group: g, awslogs-stream-prefix: p}}"),
                earlier))
        .isEqualTo(new LogPlace.Stream("g", "eu-central-1", "p/main/old", "", false, null, null));
  }
}
