package io.runwhy.bridge.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunTimelineTest {
  private static final String JOB =
      "{kind: Job, metadata: {name: j, namespace: ns, uid: j, creationTimestamp: '2026-11-01T10:00:00Z'}, spec: {backoffLimit: 1}, status: {startTime: '2026-11-01T10:00:00Z'%s}}";

  private final Timelines t = new Timelines();

  @Test
  void aGoodRunIsToldStateByStateWithItsStages() {
    t.see(job("")).see(pod("a", "Pending", "", ""));
    t.at(2).see(pod("a", "Pending", scheduled(2), ""));
    t.at(5).see(pod("a", "Running", scheduled(2), running(5)));
    t.at(65).see(pod("a", "Succeeded", scheduled(2), ended(5, 65, 0, "Completed")));
    t.see(
        job(
            ", conditions: [{type: Complete, status: 'True', lastTransitionTime: '"
                + time(66)
                + "'}]"));

    assertThat(t.told())
        .containsExactly(
            "0s InfrastructurePending schedule 1",
            "2s InfrastructurePending start 1",
            "5s Running run 1",
            "66s Completed 1",
            "ended");
    assertThat(t.stages()).containsExactly("schedule 2s", "start 3s", "run 60s");
    assertThat(t.timeline.liveRuns()).isZero();
    assertThat(t.requests).isEmpty();
  }

  @Test
  void aSecondAttemptFollowsAWait() {
    t.see(job("")).see(pod("a", "Running", scheduled(1), running(2)));
    t.at(10).see(pod("a", "Failed", scheduled(1), ended(2, 10, 1, "Error"))).answered();
    t.at(20).see(second("b", "Running", 20, running(22)));
    t.at(30)
        .see(second("b", "Succeeded", 20, ended(22, 30, 0, "Completed")))
        .see(
            job(
                ", conditions: [{type: Complete, status: 'True', lastTransitionTime: '"
                    + time(31)
                    + "'}]"));
    t.answered().at(60);

    assertThat(t.told())
        .containsExactly(
            "0s InfrastructurePending schedule 1",
            "1s InfrastructurePending start 1",
            "2s Running run 1",
            "App.ExitError WARNING",
            "10s AwaitingRetry 1",
            "20s InfrastructurePending schedule 2",
            "21s InfrastructurePending start 2",
            "22s Running run 2",
            "cleared App.ExitError",
            "31s Completed 2",
            "ended");
  }

  @Test
  void theSameCauseWithOtherCountsIsOneRecord() {
    t.see(job(""));
    for (int i = 0; i < 5; i++) {
      t.at(20 + i)
          .see(
              pod(
                  "a",
                  "Pending",
                  unschedulable(
                      "0/" + (3 + i) + " nodes are available: " + (3 + i) + " Insufficient cpu."),
                  ""))
          .answered();
    }

    assertThat(t.told())
        .filteredOn(s -> s.startsWith("Unsch"))
        .containsExactly("Unschedulable.InsufficientCpu WARNING");
  }

  @Test
  void aDelayBeyondItsBudgetIsToldAgainAsAnError() {
    t.see(job(""))
        .see(
            pod("a", "Pending", unschedulable("0/3 nodes are available: 3 Insufficient cpu."), ""));
    for (int s = 10; s < 400; s += 10) {
      t.at(s).answered();
    }

    assertThat(t.told())
        .filteredOn(s -> s.startsWith("Unsch"))
        .containsExactly(
            "Unschedulable.InsufficientCpu WARNING", "Unschedulable.InsufficientCpu ERROR");
  }

  @Test
  void aCauseThatIsGoneIsCleared() {
    t.see(job(""))
        .see(
            pod(
                "a",
                "Pending",
                scheduled(1),
                waiting("CreateContainerConfigError", "secret \\\"s\\\" not found")));
    t.at(3).answered();
    t.at(30).see(pod("a", "Running", scheduled(1), running(30)));

    assertThat(t.told()).contains("Config.SecretMissing WARNING", "cleared Config.SecretMissing");
  }

  @Test
  void anUnsureVerdictWaitsForTheEvidenceThatWasAskedFor() {
    t.see(pod("a", "Running", scheduled(1), running(2)).replace("ownerReferences", "none"));
    t.at(10)
        .see(
            pod("a", "Failed", scheduled(1), ended(2, 10, 137, "Error"))
                .replace("ownerReferences", "none"));

    assertThat(t.told()).noneMatch(s -> s.startsWith("Signal"));
    assertThat(t.requests).hasSize(1);

    t.observe(
            new Observation.EventsRead(
                Timelines.key("a"),
                List.of(
                    new io.runwhy.bridge.model.KubernetesEvent(
                        "e",
                        "Normal",
                        "Killing",
                        "Container main failed liveness probe, will be restarted",
                        new io.runwhy.bridge.model.ObjectRef("Pod", "ns", "a", "a"),
                        "main",
                        "kubelet",
                        1,
                        Timelines.START.plusSeconds(9),
                        Timelines.START.plusSeconds(9)))))
        .answered();
    t.at(40).answered().at(60);

    assertThat(t.told())
        .contains("Probe.LivenessKill ERROR", "ended")
        .noneMatch(s -> s.startsWith("Signal"));
  }

  @Test
  void evidenceThatNeverComesDoesNotKeepARunOpen() {
    t.see(
        pod("a", "Failed", scheduled(1), ended(2, 10, 137, "Error"))
            .replace("ownerReferences", "none"));
    t.at(60);

    assertThat(t.told()).contains("Signal.KilledUnexplained ERROR", "ended");
  }

  @Test
  void theLogOfABadEndIsAskedForOnceAndTold() {
    t.see(job("")).see(pod("a", "Failed", scheduled(1), ended(2, 10, 1, "Error")));
    t.at(1).see(pod("a", "Failed", scheduled(1), ended(2, 10, 1, "Error")));
    long asked = t.requests.stream().mapToLong(r -> r.logs().size()).sum();
    LogTail tail =
        new LogTail(
            "a", "main", 0, "containerd://x", List.of(new LogTail.Line(null, "boom")), false, "");
    t.observe(new Observation.LogRead(Timelines.key("j"), tail))
        .observe(new Observation.LogRead(Timelines.key("j"), tail));

    assertThat(asked).isEqualTo(1);
    assertThat(t.changes).filteredOn(c -> c instanceof RunChange.LogsRecovered).hasSize(1);
  }

  @Test
  void aReplayTellsTheSameAgain() {
    Timelines live = new Timelines();
    live.see(job("")).see(pod("a", "Pending", "", ""));
    live.at(2).see(pod("a", "Running", scheduled(1), running(2)));
    live.at(10).see(pod("a", "Failed", scheduled(1), ended(2, 10, 3, "Error"))).answered();
    live.see(
            job(
                ", conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded, lastTransitionTime: '"
                    + time(11)
                    + "'}]"))
        .answered()
        .at(40);
    Timelines late = new Timelines();
    late.at(100)
        .see(
            job(
                ", conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded, lastTransitionTime: '"
                    + time(11)
                    + "'}]"))
        .see(pod("a", "Failed", scheduled(1), ended(2, 10, 3, "Error")))
        .answered()
        .at(140);

    assertThat(ended(late).states()).isEqualTo(ended(live).states());
  }

  @Test
  void aRunThatEndedLongAgoIsNotToldAtTheStart() {
    t.at(2 * 3600 + 200);
    Timelines late = new Timelines();
    String old =
        pod("a", "Failed", scheduled(1), ended(2, 10, 1, "Error"))
            .replace("2026-11-01", "2026-10-01");
    late.see(old.replace("ownerReferences", "none"));

    assertThat(late.told()).isEmpty();
    assertThat(late.timeline.liveRuns()).isZero();
  }

  @Test
  void aPodThatVanishedInAGapIsMissedAndNobodyIsAccused() {
    t.see(pod("a", "Running", scheduled(1), running(2)).replace("ownerReferences", "none"));
    t.at(20).observe(new Observation.Listed("Pod", "other", Set.of()));
    assertThat(t.timeline.liveRuns()).isEqualTo(1);

    t.observe(new Observation.Listed("Pod", "", Set.of())).answered().at(60);

    assertThat(t.told()).contains("ended").noneMatch(s -> s.startsWith("Deleted"));
  }

  @Test
  void runsBeyondTheLimitAreCountedAndLeftOut() {
    TimelineConfig d = TimelineConfig.DEFAULT;
    Timelines small =
        new Timelines(
            new TimelineConfig(
                d.settle(),
                d.evidenceHold(),
                d.pendingEvidenceAfter(),
                d.recheck(),
                d.replayWindow(),
                1,
                1));
    small.see(pod("a", "Running", scheduled(1), running(2)).replace("ownerReferences", "none"));
    small.see(pod("b", "Running", scheduled(1), running(2)).replace("ownerReferences", "none"));

    assertThat(small.timeline.liveRuns()).isEqualTo(1);
    assertThat(small.stats.counter(RunMetrics.BRIDGE_DROPPED, "max_runs")).isEqualTo(1);
  }

  @Test
  void clocksThatDisagreeNeverGiveANegativeDuration() {
    t.see(job("")).see(pod("a", "Running", scheduled(50), running(3)));

    assertThat(t.changes)
        .filteredOn(c -> c instanceof RunChange.StageEnded)
        .allSatisfy(
            c ->
                assertThat(((RunChange.StageEnded) c).entry().duration(Timelines.START))
                    .isGreaterThanOrEqualTo(Duration.ZERO));
  }

  @Test
  void finishedRunsCanBeAskedAboutByIdAndName() {
    t.see(
        pod("a", "Succeeded", scheduled(1), ended(2, 10, 0, "Completed"))
            .replace("ownerReferences", "none"));

    assertThat(t.timeline.find("a", Timelines.START)).isNotNull();
    assertThat(t.timeline.find("nobody", Timelines.START)).isNull();
    assertThat(t.timeline.list(Timelines.START)).hasSize(1);
  }

  private static RunChange.RunEnded ended(Timelines t) {
    return t.changes.stream()
        .filter(c -> c instanceof RunChange.RunEnded)
        .map(c -> (RunChange.RunEnded) c)
        .findFirst()
        .orElseThrow();
  }

  private static String job(String status) {
    return JOB.formatted(status);
  }

  private static String pod(String name, String phase, String conditions, String state) {
    return pod(name, phase, 0, conditions, state);
  }

  private static String second(String name, String phase, int created, String state) {
    return pod(name, phase, created, scheduled(created + 1), state);
  }

  private static String pod(
      String name, String phase, int created, String conditions, String state) {
    return "{kind: Pod, metadata: {name: %s, namespace: ns, uid: %s, creationTimestamp: '%s', ownerReferences: [{kind: Job, name: j, uid: j, controller: true}]}, spec: {restartPolicy: Never, %s containers: [{name: main, image: i}]}, status: {phase: %s, conditions: [%s], containerStatuses: [%s]}}"
        .formatted(
            name,
            name,
            time(created),
            conditions.contains("'True'") ? "nodeName: n," : "",
            phase,
            conditions,
            state);
  }

  private static String scheduled(int at) {
    return "{type: PodScheduled, status: 'True', lastTransitionTime: '" + time(at) + "'}";
  }

  private static String unschedulable(String message) {
    return "{type: PodScheduled, status: 'False', reason: Unschedulable, lastTransitionTime: '"
        + time(1)
        + "', message: '"
        + message
        + "'}";
  }

  private static String waiting(String reason, String message) {
    return "{name: main, state: {waiting: {reason: " + reason + ", message: \"" + message + "\"}}}";
  }

  private static String running(int at) {
    return "{name: main, ready: true, state: {running: {startedAt: '" + time(at) + "'}}}";
  }

  private static String ended(int started, int finished, int code, String reason) {
    return "{name: main, state: {terminated: {exitCode: %d, reason: %s, startedAt: '%s', finishedAt: '%s', containerID: 'containerd://x'}}}"
        .formatted(code, reason, time(started), time(finished));
  }

  private static String time(int seconds) {
    return Timelines.START.plusSeconds(seconds).toString();
  }
}
