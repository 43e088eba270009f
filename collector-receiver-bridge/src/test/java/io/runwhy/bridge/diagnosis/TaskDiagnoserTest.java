package io.runwhy.bridge.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.Severity;
import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskDefinition;
import io.runwhy.bridge.model.TaskHistory;
import io.runwhy.bridge.model.Undiagnosed;
import io.runwhy.bridge.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What no document shows, or what needs a history by hand. Time zero is {@link #START}. */
class TaskDiagnoserTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
  private static final String ARN = "arn:aws:ecs:eu-west-1:111122223333:task/batch/";

  private final List<TaskHistory> tasks = new ArrayList<>();
  private final List<SubmitFailure> refused = new ArrayList<>();
  private final List<TaskDefinition> definitions = new ArrayList<>();
  private final List<LogTail> logs = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private @Nullable String declaredMain;

  @Test
  void aTaskThatEcsForgotIsLost() {
    tasks.add(new TaskHistory(1, task("a", "RUNNING", 0, 10, null, container("app", null)), true));

    Diagnosis d = (Diagnosis) verdict(4000);

    assertThat(d.code()).isEqualTo("Runtime.StatusLost");
    assertThat(d.severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void theDeclaredMainContainerBeatsTheOthers() {
    declaredMain = "prefect";
    add("STOPPED", 10, 100, container("prefect", 0), container("app", 1));

    assertThat(code(200)).isEqualTo("Sidecar.FailedMainOk");
  }

  @Test
  void theOnlyOverriddenContainerIsTheRun() {
    add("STOPPED", 10, 100, overridden("job", 0), container("helper", 1));

    assertThat(code(200)).isEqualTo("Sidecar.FailedMainOk");
  }

  @Test
  void theOnlyEssentialContainerIsTheRun() {
    definitions.add(definition(defined("app", true), defined("helper", false)));
    add("STOPPED", 10, 100, container("app", 0), container("helper", 1));

    assertThat(code(200)).isEqualTo("Sidecar.FailedMainOk");
  }

  @Test
  void aKnownSidecarIsNotTheRun() {
    add("STOPPED", 10, 100, container("app", 0), container("log_router", 1));

    assertThat(code(200)).isEqualTo("Sidecar.FailedMainOk");
  }

  @Test
  void theNewestRefusalIsToldWhereNoTaskExists() {
    refused.add(refusal("ThrottlingException", "Rate exceeded", 10));
    refused.add(refusal("ClusterNotFoundException", "Cluster not found.", 20));

    Diagnosis d = (Diagnosis) verdict(30);

    assertThat(d.code()).isEqualTo("Submit.ClusterNotFound");
    assertThat(d.attempt()).isZero();
    assertThat(d.contributing())
        .extracting(Diagnosis.Contributing::code)
        .containsExactly("Submit.Throttled");
  }

  @Test
  void aRefusalBeforeARunThatEndedWellIsNoAlarm() {
    refused.add(refusal("ThrottlingException", "Rate exceeded", 0));
    add("STOPPED", 10, 100, container("app", 0));

    Undiagnosed u = (Undiagnosed) verdict(200);

    assertThat(u.healthy()).isTrue();
    assertThat(u.reason()).startsWith("The run ended well. A start was refused: ");
  }

  @Test
  void whatIsNotKnownSaysWhatWasNotRead() {
    missing.add("no permission for ecs:DescribeTaskDefinition");
    add("STOPPED", 10, 100, container("app", null));

    Undiagnosed u = (Undiagnosed) verdict(200);

    assertThat(u.healthy()).isFalse();
    assertThat(u.reason())
        .contains("Not read: no permission for ecs:DescribeTaskDefinition.")
        .endsWith("aws ecs describe-tasks --cluster batch --tasks 1 --region eu-west-1");
  }

  @Test
  void nothingOfATaskThatHasNotEndedIsConfirmed() {
    add(
        "PENDING",
        null,
        null,
        new Task.Container(
            "app",
            "app:1",
            "STOPPED",
            null,
            "CannotPullContainerError: manifest unknown",
            "",
            "",
            "",
            "",
            "",
            false));

    Diagnosis d = (Diagnosis) verdict(60);

    assertThat(d.code()).isEqualTo("Image.NotFound");
    assertThat(d.confidence()).isEqualTo(Confidence.LIKELY);
    assertThat(d.severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void theLogCommandNamesGroupStreamAndRegion() {
    definitions.add(definition(defined("app", true)));
    add("STOPPED", 10, 100, container("app", 3));

    assertThat(((Diagnosis) verdict(200)).resolution())
        .contains(
            "aws logs get-log-events --log-group-name /ecs/etl --log-stream-name run/app/1 --region us-east-1");
  }

  @Test
  void aLogThatCouldNotBeReadIsSaid() {
    logs.add(new LogTail(ARN + "1", "app", 0, "", List.of(), false, "no permission"));
    add("STOPPED", 10, 100, container("app", 3));

    assertThat(((Diagnosis) verdict(200)).resolution())
        .contains("The log could not be read: no permission.");
  }

  private String code(long now) {
    return ((Diagnosis) verdict(now)).code();
  }

  private Verdict verdict(long now) {
    return Diagnoser.standard()
        .diagnose(
            new EcsHistory(
                new RunIdentity(
                    new RunKey("batch", "run"),
                    "etl",
                    "ecs",
                    "batch",
                    null,
                    null,
                    null,
                    declaredMain,
                    null),
                tasks,
                refused,
                definitions,
                List.of(),
                logs,
                missing,
                START.plusSeconds(now),
                START.plusSeconds(now)));
  }

  private void add(
      String status, @Nullable Integer started, @Nullable Integer ended, Task.Container... all) {
    int attempt = tasks.size() + 1;
    tasks.add(
        new TaskHistory(
            attempt, task(Integer.toString(attempt), status, 0, started, ended, all), false));
  }

  private static Task task(
      String id,
      String status,
      int created,
      @Nullable Integer started,
      @Nullable Integer ended,
      Task.Container... containers) {
    return new Task(
        ARN + id,
        "arn:aws:ecs:eu-west-1:111122223333:cluster/batch",
        1,
        "arn:aws:ecs:eu-west-1:111122223333:task-definition/etl:7",
        "family:etl",
        "",
        "FARGATE",
        "",
        "1.4.0",
        "eu-west-1a",
        "",
        status,
        status.equals("STOPPED") ? "STOPPED" : "RUNNING",
        status.equals("STOPPED") ? "EssentialContainerExited" : "",
        status.equals("STOPPED") ? "Essential container in task exited" : "",
        "CONNECTED",
        null,
        "1024",
        "2048",
        null,
        at(created),
        at(started),
        at(started),
        at(started),
        at(ended),
        at(ended),
        at(ended),
        List.of(containers),
        List.of());
  }

  private static @Nullable Instant at(@Nullable Integer second) {
    return second == null ? null : START.plusSeconds(second);
  }

  private static Task.Container container(String name, @Nullable Integer exitCode) {
    return new Task.Container(
        name, name + ":1", "STOPPED", exitCode, "", "r-" + name, "", "", "", "", false);
  }

  private static Task.Container overridden(String name, int exitCode) {
    return new Task.Container(
        name, name + ":1", "STOPPED", exitCode, "", "r-" + name, "", "", "", "", true);
  }

  private static TaskDefinition definition(TaskDefinition.Container... containers) {
    return new TaskDefinition(
        "arn:aws:ecs:eu-west-1:111122223333:task-definition/etl:7",
        "",
        "",
        "awsvpc",
        "1024",
        "2048",
        "",
        null,
        List.of(containers),
        List.of());
  }

  private static TaskDefinition.Container defined(String name, boolean essential) {
    return new TaskDefinition.Container(
        name,
        name + ":1",
        essential,
        null,
        null,
        "",
        new TaskDefinition.Log(
            "awslogs",
            Map.of(
                "awslogs-group", "/ecs/etl",
                "awslogs-region", "us-east-1",
                "awslogs-stream-prefix", "run")),
        List.of(),
        List.of(),
        null,
        null,
        "",
        List.of(),
        List.of(),
        false);
  }

  private static SubmitFailure refusal(String exception, String message, int at) {
    return new SubmitFailure(
        "RunTask",
        exception,
        message,
        START.plusSeconds(at),
        "batch",
        "eu-west-1",
        "etl:7",
        "FARGATE",
        "",
        "",
        "arn:aws:iam::111122223333:user/ci",
        List.of(),
        List.of(),
        List.of());
  }
}
