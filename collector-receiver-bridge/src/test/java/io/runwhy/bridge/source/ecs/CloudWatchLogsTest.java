package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.fake.AwsFault;
import io.runwhy.bridge.fake.FakeLogStream;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.Task;
import io.runwhy.conventions.RunMetrics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logs in the fake CloudWatch, read with the real SDK. */
class CloudWatchLogsTest {
  private static final Instant T0 = Instant.parse("2026-08-20T10:00:10.250Z");
  private static final String PREFIX = ", awslogs-stream-prefix: p";
  private static final String STREAM = "p/main/abc";

  private EvidenceScene scene = new EvidenceScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private void with(LogsConfig logs, Instant now) {
    scene.close();
    scene = new EvidenceScene(logs, now);
  }

  private static LogsConfig keep(int lines, int bytes) {
    return new LogsConfig(LogsConfig.Policy.ABNORMAL, lines, bytes, 1_000);
  }

  private static List<String> texts(LogTail tail) {
    return tail.lines().stream().map(LogTail.Line::text).toList();
  }

  @Test
  void linesKeepTheTimesOfTheirEvents() throws Exception {
    scene.defineAwslogs(PREFIX);
    scene
        .aws
        .logStream("/ecs/etl", STREAM)
        .line(T0, "starting")
        .line(T0.plusMillis(1), "Traceback\n  File \"x.py\"\n\nValueError\n");

    LogTail tail = scene.log(EvidenceScene.fargate());

    assertThat(tail.unavailable()).isEmpty();
    assertThat(tail.truncated()).isFalse();
    assertThat(tail.lines())
        .extracting(l -> l.time() + "|" + l.text())
        .containsExactly(
            "2026-08-20T10:00:10.250Z|starting",
            "2026-08-20T10:00:10.251Z|Traceback",
            "2026-08-20T10:00:10.251Z|  File \"x.py\"",
            "2026-08-20T10:00:10.251Z|",
            "2026-08-20T10:00:10.251Z|ValueError");
  }

  @Test
  void theStreamIsTheRuntimeIdWhenThereIsNoPrefix() throws Exception {
    scene.defineAwslogs("");
    scene.aws.logStream("/ecs/etl", "docker-id").line(T0, "on the host");

    LogTail tail = scene.log(EvidenceScene.onHost(", exitCode: 1, runtimeId: docker-id"));

    assertThat(texts(tail)).containsExactly("on the host");
  }

  @Test
  void withoutPrefixAndRuntimeIdTheNewestStreamOfTheTasksTimeIsSaidToBeAGuess() throws Exception {
    scene.defineAwslogs("");
    scene.aws.logStream("/ecs/etl", "before").line(T0.minusSeconds(3_600), "before");
    scene.aws.logStream("/ecs/etl", "during").line(T0.minusSeconds(60), "old").line(T0, "during");
    scene.aws.logStream("/ecs/etl", "after").line(T0.plusSeconds(3_600), "after");

    List<Observation> told = scene.readLog(EvidenceScene.onHost(", exitCode: 1"));

    assertThat(EvidenceScene.missing(told))
        .containsExactly(
            "the log of main is a guess: the newest log stream of log group /ecs/etl in the task's time (during); set awslogs-stream-prefix to be sure");
    assertThat(told).hasAtLeastOneElementOfType(Observation.LogRead.class);
    LogTail tail = scene.log(EvidenceScene.onHost(", exitCode: 1"));
    assertThat(texts(tail)).containsExactly("during");
  }

  @Test
  void noStreamOfTheTasksTimeIsSaidAsSuch() throws Exception {
    scene.defineAwslogs("");
    scene.aws.logGroup("/ecs/etl");

    assertThat(scene.log(EvidenceScene.onHost(", exitCode: 1")).unavailable())
        .startsWith("The log was not found: the task definition has no awslogs-stream-prefix")
        .endsWith("no stream of log group /ecs/etl in eu-central-1 has events of the task's time.");
  }

  @Test
  void aLogInAnotherRegionIsReadThere() throws Exception {
    scene.defineAwslogs(PREFIX + ", awslogs-region: us-east-1");
    scene.aws.logStream("us-east-1", "/ecs/etl", STREAM).line(T0, "far away");

    assertThat(texts(scene.log(EvidenceScene.fargate()))).containsExactly("far away");
    assertThat(scene.aws.calls("GetLogEvents"))
        .extracting(c -> c.region())
        .containsOnly("us-east-1");
  }

  @Test
  void aRegionThatIsNoneIsNamed() throws Exception {
    scene.defineAwslogs(PREFIX + ", awslogs-region: nowhere");

    assertThat(scene.log(EvidenceScene.fargate()).unavailable())
        .isEqualTo("The log could not be read: \"nowhere\" is no Region.");
  }

  @Test
  void aStreamThatComesLateIsWaitedFor() throws Exception {
    scene.defineAwslogs(PREFIX);
    scene.aws.logStream("/ecs/etl", STREAM).lineAfterReads(3, T0, "late");

    assertThat(texts(scene.log(EvidenceScene.fargate()))).containsExactly("late");
    assertThat(scene.waits)
        .containsExactly(
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10));
  }

  @Test
  void lateLinesAreReadUntilTwoLooksAgree() throws Exception {
    scene.defineAwslogs(PREFIX);
    FakeLogStream stream =
        scene
            .aws
            .logStream("/ecs/etl", STREAM)
            .line(T0, "first")
            .lineAfterReads(1, T0.plusSeconds(1), "second")
            .lineAfterReads(2, T0.plusSeconds(2), "third");

    assertThat(texts(scene.log(EvidenceScene.fargate())))
        .containsExactly("first", "second", "third");
    assertThat(stream.reads()).isEqualTo(4);
  }

  @Test
  void aLogThatIsAllThereIsReadAfterTheSecondLook() throws Exception {
    scene.defineAwslogs(PREFIX);
    FakeLogStream stream = scene.aws.logStream("/ecs/etl", STREAM).line(T0, "all");

    scene.log(EvidenceScene.fargate());

    assertThat(stream.reads()).isEqualTo(2);
    assertThat(scene.waits).containsExactly(Duration.ofSeconds(2));
  }

  @Test
  void aLogThatNeverRestsIsReadAtTheLastLook() throws Exception {
    scene.defineAwslogs(PREFIX);
    FakeLogStream stream = scene.aws.logStream("/ecs/etl", STREAM).line(T0, "line 0");
    IntStream.range(1, 10).forEach(i -> stream.lineAfterReads(i, T0.plusSeconds(i), "line " + i));

    assertThat(texts(scene.log(EvidenceScene.fargate()))).hasSize(TaskReading.LOOKS.size());
    assertThat(stream.reads()).isEqualTo(TaskReading.LOOKS.size());
  }

  @Test
  void aTaskThatEndedLongAgoIsLookedAtOnce() throws Exception {
    with(LogsConfig.DEFAULT, EvidenceScene.STOPPED.plus(Duration.ofMinutes(3)));
    scene.defineAwslogs(PREFIX);
    FakeLogStream stream = scene.aws.logStream("/ecs/etl", STREAM).line(T0, "old");

    assertThat(texts(scene.log(EvidenceScene.fargate()))).containsExactly("old");
    assertThat(stream.reads()).isEqualTo(1);
    assertThat(scene.waits).isEmpty();
  }

  @Test
  void aStreamThatNeverComesIsToldWithWhatMayHaveHappened() throws Exception {
    scene.defineAwslogs(PREFIX);
    scene.aws.logGroup("/ecs/etl");

    assertThat(scene.log(EvidenceScene.fargate()).unavailable())
        .isEqualTo(
            "There is no log stream p/main/abc of log group /ecs/etl in eu-central-1: the container wrote nothing, or its lines were lost: no delivery mode is set, and ECS's default, non-blocking, drops lines silently when its buffer is full.");
    assertThat(scene.waits.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void anEmptyStreamSaysWhetherLinesMayHaveBeenLost() throws Exception {
    scene.aws.logStream("/ecs/etl", STREAM);
    scene.defineAwslogs(PREFIX + ", mode: non-blocking");

    assertThat(scene.log(EvidenceScene.fargate()).unavailable())
        .isEqualTo(
            "Nothing is in the log stream p/main/abc of log group /ecs/etl in eu-central-1: the container wrote nothing, or its lines were lost: the delivery mode is non-blocking, which drops lines silently when its buffer is full.");
  }

  @Test
  void blockingDeliveryLosesNothingSilently() throws Exception {
    scene.aws.logStream("/ecs/etl", STREAM);
    scene.defineAwslogs(PREFIX + ", mode: blocking");

    assertThat(scene.log(EvidenceScene.fargate()).unavailable())
        .endsWith("the container wrote nothing, or the driver could not deliver it.");
  }

  @Test
  void theLastLinesAreReadBackwardsOverPagesAndEarlierOnesLeftOut() throws Exception {
    with(keep(25, 100_000), EvidenceScene.STOPPED);
    scene.defineAwslogs(PREFIX);
    FakeLogStream stream = scene.aws.logStream("/ecs/etl", STREAM).pages(10).emptyPages(2);
    IntStream.range(0, 100).forEach(i -> stream.line(T0.plusSeconds(i), "line " + i));

    LogTail tail = scene.log(EvidenceScene.fargate());

    assertThat(texts(tail)).isEqualTo(IntStream.range(75, 100).mapToObj(i -> "line " + i).toList());
    assertThat(tail.truncated()).isTrue();
    // a first look at one page, then three pages with two empty ones in front of each further one
    assertThat(scene.aws.requests("GetLogEvents")).isEqualTo(1 + 3 + 4);
  }

  @Test
  void aLogOfJustAsManyLinesAsAreKeptIsWhole() throws Exception {
    with(keep(10, 100_000), EvidenceScene.STOPPED);
    scene.defineAwslogs(PREFIX);
    FakeLogStream stream = scene.aws.logStream("/ecs/etl", STREAM);
    IntStream.range(0, 10).forEach(i -> stream.line(T0.plusSeconds(i), "line " + i));

    LogTail tail = scene.log(EvidenceScene.fargate());

    assertThat(tail.lines()).hasSize(10);
    assertThat(tail.truncated()).isFalse();
  }

  @Test
  void notMoreBytesAreReadThanAreKeptAndOnePage() throws Exception {
    with(keep(10_000, 2_000), EvidenceScene.STOPPED);
    scene.defineAwslogs(PREFIX);
    FakeLogStream stream = scene.aws.logStream("/ecs/etl", STREAM).pages(10);
    IntStream.range(0, 1_000).forEach(i -> stream.line(T0.plusSeconds(i), "x".repeat(100)));

    LogTail tail = scene.log(EvidenceScene.fargate());

    assertThat(tail.lines()).hasSizeBetween(10, 20);
    assertThat(tail.truncated()).isTrue();
    assertThat(scene.aws.requests("GetLogEvents")).isLessThanOrEqualTo(4);
  }

  @Test
  void aLogOfNothingButEmptyPagesIsLeftAfterSomeAndCounted() throws Exception {
    with(LogsConfig.DEFAULT, EvidenceScene.STOPPED.plus(Duration.ofMinutes(3)));
    scene.defineAwslogs(PREFIX);
    FakeLogStream stream = scene.aws.logStream("/ecs/etl", STREAM).pages(1).emptyPages(1_000);
    stream.line(T0, "first").line(T0.plusSeconds(1), "second");

    LogTail tail = scene.log(EvidenceScene.fargate());

    assertThat(texts(tail)).containsExactly("second");
    assertThat(tail.truncated()).isTrue();
    assertThat(scene.aws.requests("GetLogEvents")).isEqualTo(CloudWatchLogs.MAX_PAGES);
    assertThat(scene.stats.counter(RunMetrics.BRIDGE_DROPPED, "log_pages")).isEqualTo(1);
  }

  @Test
  void aMissingGroupIsNamedBesideTheLogAndAsAFact() throws Exception {
    scene.defineAwslogs(PREFIX);

    List<Observation> told = scene.readLog(EvidenceScene.fargate());

    assertThat(EvidenceScene.missing(told))
        .containsExactly("log of main: the log group /ecs/etl does not exist in eu-central-1");
    assertThat(told.get(1))
        .isInstanceOfSatisfying(
            Observation.LogRead.class,
            o ->
                assertThat(o.tail().unavailable())
                    .isEqualTo(
                        "There is no log: the log group /ecs/etl does not exist in eu-central-1."));
    assertThat(scene.waits).isEmpty();
  }

  @Test
  void aMissingStreamIsNotTakenForAMissingGroupHoweverItIsWorded() throws Exception {
    scene.defineAwslogs(PREFIX);
    scene.aws.logStream("/ecs/etl", STREAM).line(T0, "there");
    scene.aws.fault(
        AwsFault.error(
            "GetLogEvents",
            400,
            "ResourceNotFoundException",
            "The specified log group does not exist.",
            1));

    assertThat(texts(scene.log(EvidenceScene.fargate()))).containsExactly("there");
  }

  @Test
  void aMissingPermissionNamesTheActionAndTheGroup() throws Exception {
    scene.defineAwslogs(PREFIX);
    scene.aws.fault(AwsFault.denied("GetLogEvents", AwsFault.UNTIL_LIFTED));

    List<Observation> told = scene.readLog(EvidenceScene.fargate());

    assertThat(EvidenceScene.missing(told))
        .containsExactly("no permission to logs:GetLogEvents on log group /ecs/etl");
    assertThat(scene.log(EvidenceScene.fargate()).unavailable())
        .isEqualTo("No permission to read the log (logs:GetLogEvents on log group /ecs/etl).");
  }

  @Test
  void aGuessWithoutPermissionNamesTheOtherAction() throws Exception {
    scene.defineAwslogs("");
    scene.aws.fault(AwsFault.denied("DescribeLogStreams", AwsFault.UNTIL_LIFTED));

    assertThat(scene.log(EvidenceScene.onHost(", exitCode: 1")).unavailable())
        .isEqualTo(
            "No permission to read the log (logs:DescribeLogStreams on log group /ecs/etl).");
  }

  @Test
  void throttlingIsWaitedOutAndTheLogStillRead() throws Exception {
    scene.defineAwslogs(PREFIX);
    scene.aws.logStream("/ecs/etl", STREAM).line(T0, "there");
    scene.aws.fault(AwsFault.throttled("GetLogEvents", 2 * AwsClients.ATTEMPTS));

    assertThat(texts(scene.log(EvidenceScene.fargate()))).containsExactly("there");
    assertThat(scene.waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  @Test
  void throttlingWithoutEndIsGivenUpAndSaid() throws Exception {
    scene.defineAwslogs(PREFIX);
    scene.aws.fault(AwsFault.throttled("GetLogEvents", AwsFault.UNTIL_LIFTED));

    assertThat(scene.log(EvidenceScene.fargate()).unavailable())
        .isEqualTo(
            "The log could not be read: logs:GetLogEvents is throttled in eu-central-1: find out who else makes such calls in this account.");
    assertThat(scene.waits.subList(0, TaskReading.RETRIES.size())).isEqualTo(TaskReading.RETRIES);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> scene.stats.counter(RunMetrics.BRIDGE_DROPPED, "ecs_evidence_given_up") == 1);
    assertThat(scene.waits).containsAll(TaskReading.AGAIN);
  }

  @Test
  void aLogThatWasGivenUpIsReadWhenTheTroubleIsOverAndBothAreSaidOnce() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
    try {
      scene.defineAwslogs(PREFIX);
      scene.aws.logStream("/ecs/etl", STREAM).line(T0, "there");
      scene.aws.fault(AwsFault.throttled("GetLogEvents", 6 * AwsClients.ATTEMPTS));

      assertThat(scene.log(EvidenceScene.fargate()).unavailable()).contains("is throttled");

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> scene.told.stream().anyMatch(CloudWatchLogsTest::hasLines));
      assertThat(scene.stats.counter(RunMetrics.BRIDGE_DROPPED, "ecs_evidence_given_up")).isZero();
      await().until(() -> lines.toString(StandardCharsets.UTF_8).contains("works again"));
    } finally {
      System.setErr(before);
    }
    assertThat(lines.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(l -> l.contains("logs of ECS tasks"))
        .hasSize(2);
  }

  private static boolean hasLines(Observation told) {
    return told instanceof Observation.LogRead read && !read.tail().lines().isEmpty();
  }

  @Test
  void allReadsShareOneRateLimit() throws Exception {
    with(LogsConfig.DEFAULT, EvidenceScene.STOPPED.plus(Duration.ofMinutes(3)));
    scene.defineAwslogs(PREFIX);
    scene.aws.logStream("/ecs/etl", STREAM).line(T0, "x");
    int reads = CloudWatchLogs.BURST / 2 + 3; // of two calls each

    for (int i = 0; i < reads; i++) {
      scene.log(EvidenceScene.fargate());
    }

    var calls = scene.aws.calls("GetLogEvents");
    long nanos = calls.get(calls.size() - 1).nanos() - calls.get(0).nanos();
    int paid = calls.size() - CloudWatchLogs.BURST;
    assertThat(calls).hasSize(2 * reads);
    assertThat(Duration.ofNanos(nanos))
        .isGreaterThan(Duration.ofMillis(1_000L * (paid - 1) / CloudWatchLogs.CALLS_PER_SECOND));
  }

  @Test
  void secretsOfALogStayHere() throws Exception {
    scene.defineAwslogs(PREFIX);
    scene.aws.logStream("/ecs/etl", STREAM).line(T0, "password=hunter2hunter2");

    Task task = EvidenceScene.fargate();

    assertThat(texts(scene.log(task))).containsExactly("password=[redacted]");
  }
}
