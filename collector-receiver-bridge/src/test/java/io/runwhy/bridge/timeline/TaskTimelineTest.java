package io.runwhy.bridge.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.source.ecs.EcsObjects;
import io.runwhy.bridge.source.ecs.EcsPresets;
import io.runwhy.bridge.testing.Yaml;
import io.runwhy.conventions.RunMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Runs on Amazon ECS, from the versions of their tasks. Time zero is {@link Timelines#START}. */
class TaskTimelineTest {
  private static final String WHOLE =
      "createdAt: 0, pullStartedAt: 20, pullStoppedAt: 50, startedAt: 55, stoppingAt: 91, executionStoppedAt: 90, stoppedAt: 115";

  private static final List<String> WHOLE_AND_WELL =
      List.of(
          "0s InfrastructurePending schedule 1",
          "20s InfrastructurePending pull 1",
          "50s InfrastructurePending start 1",
          "55s Running run 1",
          "90s Running stop 1",
          "115s Completed 1",
          "ended");

  private final Timelines t = new Timelines();

  @Test
  void aGoodTaskIsToldFromItsTimestamps() {
    see("a", 1, "PROVISIONING", "createdAt: 0", "");
    t.at(60);
    see("a", 4, "RUNNING", "createdAt: 0, pullStartedAt: 20, pullStoppedAt: 50, startedAt: 55", "");
    t.at(120);
    see("a", 9, "STOPPED", WHOLE, "exitCode: 0");
    t.answered().at(200);

    assertThat(t.told()).containsExactlyElementsOf(WHOLE_AND_WELL);
    assertThat(t.stages())
        .containsExactly("schedule 20s", "pull 30s", "start 5s", "run 35s", "stop 25s");
  }

  @Test
  void aTaskWhoseStopArrivesFirstIsToldWhole() {
    see("a", 9, "STOPPED", WHOLE, "exitCode: 0");
    see("a", 4, "RUNNING", "createdAt: 0, startedAt: 55", "");
    t.answered().at(200);

    assertThat(t.told()).containsExactlyElementsOf(WHOLE_AND_WELL);
  }

  @Test
  void aTaskThatStoppedHoursBeforeTheBridgeBeganIsStillTold() {
    see(
        "a",
        9,
        "STOPPED",
        "createdAt: -20000, startedAt: -19900, executionStoppedAt: -19000, stoppedAt: -18990",
        "exitCode: 0");

    assertThat(t.told()).contains("-18990s Completed 1", "ended");
  }

  @Test
  void aTaskThatIsStoppedFromOutsideShowsWhenItWasAsked() {
    see(
        "a",
        9,
        "STOPPED",
        "createdAt: 0, startedAt: 10, stoppingAt: 40, executionStoppedAt: 70, stoppedAt: 90",
        "exitCode: 137",
        "stopCode: UserInitiated, stoppedReason: Task stopped by user");
    t.answered().at(200);

    assertThat(t.told())
        .contains("40s Running stop 1", "90s Cancelled 1")
        .noneMatch(s -> s.contains("Failed") || s.contains("Crashed"));
  }

  @Test
  void anotherTaskOfTheSameRunIsItsNextAttempt() {
    see("a", 9, "STOPPED", WHOLE, "exitCode: 1");
    see("b", 1, "PENDING", "createdAt: 130", "");
    t.answered().at(300);
    see(
        "b",
        9,
        "STOPPED",
        "createdAt: 130, startedAt: 140, executionStoppedAt: 150, stoppedAt: 160",
        "exitCode: 0");
    t.answered().at(400);

    assertThat(t.told())
        .containsSequence("115s AwaitingRetry 1", "130s InfrastructurePending schedule 2")
        .contains("160s Completed 2");
  }

  @Test
  void aRunThatWasOverIsOpenedAgainByALaterTask() {
    see("a", 9, "STOPPED", WHOLE, "exitCode: 1");
    t.answered().at(400);
    see("a", 9, "STOPPED", WHOLE, "exitCode: 1");
    assertThat(t.timeline.liveRuns()).isZero();

    see(
        "b",
        9,
        "STOPPED",
        "createdAt: 410, startedAt: 420, executionStoppedAt: 430, stoppedAt: 440",
        "exitCode: 0");
    t.answered().at(600);

    assertThat(t.told())
        .contains("410s InfrastructurePending schedule 2", "440s Completed 2")
        .filteredOn("ended"::equals)
        .hasSize(2);
  }

  @Test
  void evidenceIsAskedForATroubledTaskAndNotForAGoodOne() {
    see("good", 9, "STOPPED", WHOLE, "exitCode: 0");
    assertThat(t.requests).isEmpty();

    see(
        "bad",
        9,
        "STOPPED",
        "createdAt: 200, startedAt: 210, executionStoppedAt: 290, stoppedAt: 300",
        "exitCode: 1, runtimeId: r-1");
    EvidenceRequest.OfTask request = (EvidenceRequest.OfTask) t.requests.get(0);

    assertThat(request.definition()).isTrue();
    assertThat(request.logs())
        .extracting(EvidenceRequest.LogRef::containerId)
        .containsExactly("r-1");
  }

  @Test
  void aRunStaysOpenForItsLateLogAndNotForEver() {
    see("a", 9, "STOPPED", WHOLE, "exitCode: 1, runtimeId: r-1");
    t.at(59);
    assertThat(t.told()).doesNotContain("ended");

    t.at(61);
    assertThat(t.told()).contains("ended");
  }

  @Test
  void aLogThatComesAfterTheEndIsToldOnceAllTheSame() {
    see("a", 9, "STOPPED", WHOLE, "exitCode: 1, runtimeId: r-1");
    t.at(61);
    RunKey run = t.requests.get(0).key();
    String arn = ((EvidenceRequest.OfTask) t.requests.get(0)).task().arn();
    assertThat(t.told()).contains("ended");

    t.observe(new Observation.LogRead(run, log(arn, "throttled")));
    t.observe(new Observation.LogRead(run, log(arn, "", "KeyError: 'id'")));
    t.observe(new Observation.LogRead(run, log(arn, "", "KeyError: 'id'")));

    assertThat(t.changes)
        .filteredOn(c -> c instanceof RunChange.LogsRecovered)
        .singleElement()
        .satisfies(
            c -> {
              RunChange.LogsRecovered recovered = (RunChange.LogsRecovered) c;
              assertThat(recovered.attempt()).isEqualTo(1);
              assertThat(recovered.tail().lines()).hasSize(1);
            });
    assertThat(t.timeline.find(run.runId(), Timelines.START).logs())
        .singleElement()
        .satisfies(l -> assertThat(l.lines()).hasSize(1));
    assertThat(t.timeline.liveRuns()).isZero();
  }

  @Test
  void aLogOfARunThatIsForgottenIsCounted() {
    t.observe(
        new Observation.LogRead(
            new RunKey("c", "r"), log("arn:aws:ecs:eu-west-1:1:task/b/a", "", "line")));

    assertThat(t.stats.counter(RunMetrics.BRIDGE_DROPPED, "log_of_forgotten_run")).isEqualTo(1);
  }

  private static LogTail log(String arn, String unavailable, String... lines) {
    return new LogTail(
        arn,
        "app",
        0,
        "r-1",
        Stream.of(lines).map(l -> new LogTail.Line(null, l)).toList(),
        false,
        unavailable);
  }

  @Test
  void aRunIsClosedWhenItsLateLogIsThere() {
    see("a", 9, "STOPPED", WHOLE, "exitCode: 1, runtimeId: r-1");
    t.at(20).answered().at(30);

    assertThat(t.told()).contains("ended");
  }

  @Test
  void theLogOfEachAttemptIsAskedForWithItsOwnTask() {
    see("a", 9, "STOPPED", WHOLE, "exitCode: 1, runtimeId: r-1");
    see(
        "b",
        9,
        "STOPPED",
        "createdAt: 130, startedAt: 140, executionStoppedAt: 150, stoppedAt: 160",
        "exitCode: 2, runtimeId: r-2");

    assertThat(t.requests)
        .extracting(r -> ((EvidenceRequest.OfTask) r).task().id() + " " + r.logs().size())
        .containsExactly("a 1", "b 1");
  }

  @Test
  void aRefusedStartIsARunThatNeverBegan() {
    t.observe(
        observations(
                "{eventName: RunTask, eventID: e-1, errorCode: ClusterNotFoundException, errorMessage: Cluster not found.,"
                    + " eventTime: '2026-11-20T10:00:00Z', requestParameters: {taskDefinition: 'etl:1', cluster: batch}}")
            .get(0));
    t.at(100);

    assertThat(t.told()).anyMatch(s -> s.contains("Submitting submit 0"));
    assertThat(t.told()).contains("ended");
  }

  @Test
  void stoppedTasksBeyondTheLimitAreForgottenAndCounted() {
    EcsFold fold = null;
    for (int i = 0; i < EcsFold.MAX_STOPPED + 5; i++) {
      Observation.TaskSeen seen =
          (Observation.TaskSeen)
              observations(
                      task("t" + (100 + i), 1, "STOPPED", "createdAt: " + i, "exitCode: 1", ""))
                  .get(0);
      fold = fold == null ? new EcsFold(seen.run(), 0) : fold;
      fold.add(seen);
    }
    EcsHistory history = fold.history(Instant.now(), Instant.now());

    assertThat(history.tasks()).hasSize(EcsFold.MAX_STOPPED);
    assertThat(history.attempts()).isEqualTo(EcsFold.MAX_STOPPED + 5);
    assertThat(fold.takeDropped()).containsEntry("history_tasks", 5);
    assertThat(fold.takeDropped()).isEmpty();
  }

  /** Whatever order the versions come in, and how often, the last word is the same. */
  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void theOrderOfVersionsDoesNotMatter(@ForAll long seed) {
    List<Observation.OfRun> versions = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      String[] states = {"PROVISIONING", "PENDING", "RUNNING", "STOPPED"};
      for (int i = 0; i < states.length; i++) {
        versions.addAll(
            observations(
                task(
                    name,
                    i + 1,
                    states[i],
                    i < 3 ? "createdAt: " + name.charAt(0) % 2 : WHOLE,
                    "",
                    "")));
      }
    }
    EcsFold expected = new EcsFold(((Observation.TaskSeen) versions.get(0)).run(), 0);
    versions.forEach(expected::add);
    Random random = new Random(seed);
    List<Observation.OfRun> shuffled = new ArrayList<>(versions);
    shuffled.addAll(versions.subList(0, random.nextInt(versions.size())));
    Collections.shuffle(shuffled, random);
    EcsFold fold = new EcsFold(((Observation.TaskSeen) versions.get(0)).run(), 0);
    shuffled.forEach(fold::add);

    assertThat(fold.history(Instant.EPOCH, Instant.EPOCH))
        .isEqualTo(expected.history(Instant.EPOCH, Instant.EPOCH));
  }

  private void see(String id, int version, String status, String times, String container) {
    see(
        id,
        version,
        status,
        times,
        container,
        status.equals("STOPPED") ? "stopCode: EssentialContainerExited" : "");
  }

  private void see(
      String id, int version, String status, String times, String container, String more) {
    observations(task(id, version, status, times, container, more)).forEach(t::observe);
  }

  private static String task(
      String id, int version, String status, String times, String container, String more) {
    String at = times;
    for (String part : times.split(", ")) {
      String[] pair = part.split(": ");
      at =
          at.replace(
              part, pair[0] + ": '" + Timelines.START.plusSeconds(Long.parseLong(pair[1])) + "'");
    }
    return "{tasks: [{taskArn: 'arn:aws:ecs:eu-west-1:111122223333:task/batch/"
        + id
        + "', clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/batch', startedBy: run-1234567890,"
        + " taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/etl:7', launchType: FARGATE,"
        + " desiredStatus: STOPPED, lastStatus: "
        + status
        + ", version: "
        + version
        + ", "
        + at
        + (more.isEmpty() ? "" : ", " + more)
        + ", containers: [{name: app, lastStatus: "
        + status
        + (container.isEmpty() ? "" : ", " + container)
        + "}]}]}";
  }

  private static List<Observation.OfRun> observations(String yaml) {
    try {
      return new EcsObjects(EcsPresets.standard()).runs(Yaml.any(yaml)).get(0);
    } catch (io.runwhy.bridge.source.NoRunException e) {
      throw new IllegalArgumentException(yaml, e);
    }
  }
}
