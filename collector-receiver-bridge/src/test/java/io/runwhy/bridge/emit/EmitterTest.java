package io.runwhy.bridge.emit;

import static io.runwhy.bridge.testing.OtlpReceiver.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.runwhy.bridge.config.EmitConfig;
import io.runwhy.bridge.diagnosis.Catalogue;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.Infrastructure;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Retryable;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunCounts;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.Severity;
import io.runwhy.bridge.model.Stage;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.bridge.testing.OtlpReceiver;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmitterTest {
  private static final Instant T0 = Instant.parse("2026-11-01T10:00:00Z");
  private static final RunIdentity RUN =
      new RunIdentity(
          new RunKey("prod", "run-1"),
          "train",
          "prefect",
          "ml",
          "nightly",
          "gpu",
          "default",
          null,
          null);
  private static final Infrastructure AT =
      new Infrastructure.OfPod("ml", "train-x", "pod-1", "train", "job-1", "node-1");
  private static final StateEntry SCHEDULE =
      new StateEntry(
          RunState.INFRASTRUCTURE_PENDING,
          Stage.SCHEDULE,
          1,
          "waits for a node",
          T0,
          T0.plusSeconds(3));
  private static final StateEntry RUNNING =
      new StateEntry(RunState.RUNNING, Stage.RUN, 1, "runs", T0.plusSeconds(3), T0.plusSeconds(63));
  private static final StateEntry CRASHED =
      new StateEntry(RunState.CRASHED, null, 1, "killed", T0.plusSeconds(64), T0.plusSeconds(64));
  private static final Diagnosis OOM =
      new Diagnosis(
          "OOM.Container",
          Severity.ERROR,
          "Container `main` used its whole memory limit.",
          "detail",
          "Raise it.",
          Confidence.CONFIRMED,
          FaultDomain.CONFIG,
          Retryable.AFTER_CHANGE,
          "main",
          ContainerRole.MAIN,
          1,
          List.of(new Evidence("pod/train-x reason", "OOMKilled", T0.plusSeconds(63))),
          List.of(new Diagnosis.Contributing("Network.Dns", "s", Confidence.POSSIBLE, 1)));

  private final OtlpReceiver receiver = new OtlpReceiver();
  private final BridgeStats stats = new BridgeStats();
  private Emitter emitter = emitter(1_000);

  @AfterEach
  void close() {
    emitter.close();
    receiver.close();
  }

  @Test
  void aStateIsOneRecordWithEveryId() {
    emitter.accept(List.of(new RunChange.StateChanged(RUN, AT, RUNNING, SCHEDULE)));

    LogRecord log = await().until(() -> first(receiver.logs), r -> r != null);
    assertThat(log.getEventName()).isEqualTo("runwhy.run.state");
    assertThat(log.getTimeUnixNano()).isEqualTo(T0.plusSeconds(3).toEpochMilli() * 1_000_000);
    assertThat(log.getBody().getStringValue()).isEqualTo("train is Running (run): runs");
    assertThat(log.getTraceId().toByteArray()).hasSize(16);
    assertThat(attributes(log))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("event.name", "runwhy.run.state"),
                Map.entry("runwhy.run.id", "run-1"),
                Map.entry("runwhy.run.name", "train"),
                Map.entry("runwhy.run.attempt", "1"),
                Map.entry("runwhy.orchestrator", "prefect"),
                Map.entry("runwhy.deployment.name", "nightly"),
                Map.entry("runwhy.work_pool.name", "gpu"),
                Map.entry("runwhy.work_queue.name", "default"),
                Map.entry(
                    "runwhy.record.id",
                    RunIds.of(RUN)
                        .record("runwhy.run.state", "1\nRUNNING\nRUN\n2026-11-01T10:00:03Z")),
                Map.entry("runwhy.state.name", "Running"),
                Map.entry("runwhy.state.type", "RUNNING"),
                Map.entry("runwhy.state.stage", "run"),
                Map.entry("runwhy.state.message", "runs"),
                Map.entry("runwhy.state.previous", "InfrastructurePending"),
                Map.entry("runwhy.state.start_ms", "1793527203000"),
                Map.entry("runwhy.stage.duration", "3.0"),
                Map.entry("cicd.pipeline.run.id", "run-1"),
                Map.entry("cicd.pipeline.run.state", "executing"),
                Map.entry("k8s.cluster.name", "prod"),
                Map.entry("k8s.namespace.name", "ml"),
                Map.entry("k8s.pod.name", "train-x"),
                Map.entry("k8s.pod.uid", "pod-1"),
                Map.entry("k8s.job.name", "train"),
                Map.entry("k8s.job.uid", "job-1"),
                Map.entry("k8s.node.name", "node-1")));
  }

  @Test
  void aDiagnosisCarriesCauseFixEvidenceAndPrefectsLabel() {
    emitter.accept(List.of(new RunChange.Diagnosed(RUN, AT, OOM, null, T0.plusSeconds(65))));

    LogRecord log =
        await().until(() -> first(receiver.events("runwhy.run.diagnosis")), r -> r != null);
    assertThat(log.getSeverityNumberValue()).isEqualTo(17);
    assertThat(log.getBody().getStringValue())
        .isEqualTo("OOM.Container: Container `main` used its whole memory limit.\nRaise it.");
    assertThat(log.getTimeUnixNano()).isEqualTo(T0.plusSeconds(63).toEpochMilli() * 1_000_000);
    assertThat(attributes(log))
        .containsEntry("runwhy.diagnosis.code", "OOM.Container")
        .containsEntry("error.type", "OOM.Container")
        .containsEntry("prefect.diagnosis", "OOMKilled")
        .containsEntry("runwhy.diagnosis.retryable", "after_change")
        .containsEntry("runwhy.diagnosis.container_role", "main")
        .containsEntry("runwhy.diagnosis.evidence", "[pod/train-x reason = OOMKilled]")
        .containsEntry("runwhy.diagnosis.contributing", "[Network.Dns]");
  }

  @Test
  void aClearedDiagnosisHasNoCode() {
    emitter.accept(List.of(new RunChange.Diagnosed(RUN, AT, null, "Config.SecretMissing", T0)));

    LogRecord log = await().until(() -> first(receiver.logs), r -> r != null);
    assertThat(log.getBody().getStringValue())
        .isEqualTo("train: Config.SecretMissing no longer holds");
    assertThat(attributes(log))
        .containsEntry("runwhy.diagnosis.previous_code", "Config.SecretMissing")
        .doesNotContainKey("runwhy.diagnosis.code");
  }

  @Test
  void recoveredLinesKeepTheirTimes() {
    LogTail tail =
        new LogTail(
            "pod-1",
            "main",
            2,
            "containerd://x",
            List.of(new LogTail.Line(T0, "one"), new LogTail.Line(null, "two")),
            true,
            "");
    emitter.accept(List.of(new RunChange.LogsRecovered(RUN, AT, 1, tail)));

    await().until(() -> receiver.logs.size() == 2);
    assertThat(receiver.logs)
        .extracting(r -> r.getBody().getStringValue())
        .containsExactly("one", "two");
    assertThat(receiver.logs)
        .extracting(LogRecord::getTimeUnixNano)
        .containsOnly(T0.toEpochMilli() * 1_000_000);
    assertThat(attributes(receiver.logs.get(0)))
        .containsEntry("runwhy.log.container_attempt", "2")
        .containsEntry("runwhy.log.truncated", "true")
        .containsEntry("container.id", "containerd://x");
    assertThat(attribute(receiver.logs.get(0).getAttributesList(), "runwhy.record.id"))
        .isNotEqualTo(attribute(receiver.logs.get(1).getAttributesList(), "runwhy.record.id"));
  }

  @Test
  void aReceiverThatIsAwayIsNotToldByTheLibrariesAtEveryTry() {
    List<String> told = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(java.util.logging.LogRecord line) {
            told.add(line.getLoggerName() + ": " + line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    receiver.close();
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    EmitConfig often = new EmitConfig(receiver.url(), 100, 50, Duration.ofMillis(100), Map.of());
    try (Emitter unheard =
        new Emitter(
            often, () -> new RunCounts(List.of()), c -> null, stats, InstantSource.system())) {
      unheard.start();
      unheard.accept(List.of(new RunChange.StateChanged(RUN, AT, RUNNING, SCHEDULE)));
      for (String signal : List.of("logs", "metrics")) {
        await().until(() -> stats.counter(RunMetrics.BRIDGE_EXPORT_FAILURES, signal), n -> n >= 2);
      }
    } finally {
      root.removeHandler(handler);
    }
    assertThat(told).filteredOn(t -> t.startsWith("io.opentelemetry")).isEmpty();
  }

  @Test
  void theRootSpanCarriesEveryStateAndTheStagesAreItsChildren() {
    emitter.accept(
        List.of(
            new RunChange.StageEnded(RUN, AT, SCHEDULE, null),
            new RunChange.StageEnded(RUN, AT, RUNNING, OOM),
            new RunChange.RunEnded(RUN, AT, List.of(SCHEDULE, RUNNING, CRASHED), OOM)));

    await().until(() -> receiver.spans.size() == 3);
    Span run = receiver.spans.get(1);
    Span root = receiver.spans.get(2);
    assertThat(root.getName()).isEqualTo("train");
    assertThat(root.getEventsList())
        .extracting(Span.Event::getName)
        .containsExactly("InfrastructurePending", "Running", "Crashed");
    assertThat(root.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(root.getStatus().getMessage()).isEqualTo("OOM.Container");
    assertThat(root.getStartTimeUnixNano()).isEqualTo(T0.toEpochMilli() * 1_000_000);
    assertThat(attribute(root.getAttributesList(), "cicd.pipeline.result")).isEqualTo("error");
    assertThat(run.getParentSpanId()).isEqualTo(root.getSpanId());
    assertThat(run.getTraceId()).isEqualTo(root.getTraceId());
    assertThat(run.getStatus().getMessage()).isEqualTo("OOM.Container");
    assertThat(receiver.spans.get(0).getStatus().getCode())
        .isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
    LogRecord summary =
        await().until(() -> first(receiver.events("runwhy.run.summary")), r -> r != null);
    assertThat(attributes(summary))
        .containsEntry("runwhy.stage.duration.run", "60.0")
        .containsEntry("runwhy.stage.duration.schedule", "3.0");
  }

  @Test
  void metricsAreCountedAndTheFirstFailureIsVisible() {
    emitter.accept(
        List.of(
            new RunChange.StageEnded(RUN, AT, RUNNING, null),
            new RunChange.RunEnded(RUN, AT, List.of(SCHEDULE, RUNNING, CRASHED), OOM)));
    emitter.close();

    assertThat(receiver.metrics)
        .extracting(m -> m.getName())
        .contains(
            RunMetrics.RUNS,
            RunMetrics.RUN_STAGE_DURATION,
            RunMetrics.RUN_FAILURES,
            RunMetrics.BRIDGE_QUEUE_DEPTH,
            RunMetrics.RUN_OLDEST_PENDING);
    assertThat(receiver.metrics)
        .filteredOn(m -> m.getName().equals(RunMetrics.RUN_FAILURES))
        .allSatisfy(
            m ->
                assertThat(
                        attribute(m.getSum().getDataPoints(0).getAttributesList(), "runwhy.cause"))
                    .isEqualTo("OOM.Container"));
    assertThat(receiver.metrics)
        .filteredOn(m -> m.getName().equals(RunMetrics.RUNS))
        .allSatisfy(m -> assertThat(m.getUnit()).isEqualTo("{run}"));
  }

  @Test
  void anOutageLosesNothingAndKeepsTheOrder() {
    receiver.answer(503);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      emitter.accept(List.of(cleared("code-" + i)));
      expected.add("train: code-" + i + " no longer holds");
    }
    await().until(() -> stats.counter(RunMetrics.BRIDGE_EXPORT_FAILURES, "logs") > 0);
    assertThat(receiver.logs).isEmpty();

    receiver.answer(200);

    await().atMost(Duration.ofSeconds(20)).until(() -> receiver.logs.size() == 200);
    assertThat(receiver.logs).extracting(r -> r.getBody().getStringValue()).isEqualTo(expected);
    assertThat(stats.counter(RunMetrics.BRIDGE_DROPPED, "logs_queue_full")).isZero();
  }

  @Test
  void aRecordThatIsRefusedIsDroppedAloneAndCounted() {
    receiver.refuse(r -> r.getBody().getStringValue().contains("poison"));
    for (int i = 0; i < 40; i++) {
      emitter.accept(List.of(cleared(i == 17 ? "poison" : "code-" + i)));
    }

    await().atMost(Duration.ofSeconds(20)).until(() -> receiver.logs.size() == 39);
    assertThat(stats.counter(RunMetrics.BRIDGE_DROPPED, "logs_invalid")).isEqualTo(1);
  }

  @Test
  void aFullQueueDropsTheNewestAndCountsThem() {
    emitter.close();
    emitter = emitter(100);
    receiver.answer(503);

    for (int i = 0; i < 150; i++) {
      emitter.accept(List.of(cleared("code-" + i)));
    }

    assertThat(stats.counter(RunMetrics.BRIDGE_DROPPED, "logs_queue_full")).isBetween(40L, 50L);
    receiver.answer(200);
    await().atMost(Duration.ofSeconds(20)).until(() -> receiver.logs.size() >= 100);
    assertThat(receiver.logs.get(0).getBody().getStringValue()).contains("code-0 ");
  }

  @Test
  void recoveredLinesGiveWayFirst() {
    emitter.close();
    emitter = emitter(100);
    receiver.answer(503);
    List<LogTail.Line> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lines.add(new LogTail.Line(T0, "line " + i));
    }

    emitter.accept(
        List.of(
            new RunChange.LogsRecovered(
                RUN, AT, 1, new LogTail("p", "main", 0, "", lines, false, ""))));
    emitter.accept(List.of(new RunChange.Diagnosed(RUN, AT, OOM, null, T0)));
    receiver.answer(200);

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !receiver.events("runwhy.run.diagnosis").isEmpty());
  }

  @Test
  void closeSendsWhatWaits() {
    for (int i = 0; i < 500; i++) {
      emitter.accept(List.of(cleared("code-" + i)));
    }

    emitter.close();
    emitter.close();

    assertThat(receiver.logs).hasSize(500);
  }

  @Test
  void checkSaysWhatIsWrong() {
    assertThat(Emitter.check(config(100))).isEmpty();
    receiver.answer(401);
    assertThat(Emitter.check(config(100))).contains("401");
    receiver.close();
    assertThat(Emitter.check(config(100))).isNotEmpty();
  }

  private Emitter emitter(int capacity) {
    RunCounts counts =
        new RunCounts(
            List.of(
                new RunCounts.Count(
                    RunState.INFRASTRUCTURE_PENDING,
                    Stage.SCHEDULE,
                    "",
                    "nightly",
                    "gpu",
                    "",
                    3,
                    T0)));
    Emitter e =
        new Emitter(
            config(capacity),
            () -> counts,
            Catalogue.standard()::prefectLabel,
            stats,
            InstantSource.fixed(T0.plusSeconds(100)));
    e.start();
    return e;
  }

  private EmitConfig config(int capacity) {
    return new EmitConfig(
        receiver.url(),
        capacity,
        50,
        Duration.ofHours(1),
        Map.of("otel.exporter.otlp.compression", "gzip"));
  }

  private static RunChange cleared(String code) {
    return new RunChange.Diagnosed(RUN, AT, null, code, T0);
  }

  private static <T> T first(List<T> list) {
    return list.isEmpty() ? null : list.get(0);
  }

  private static Map<String, String> attributes(LogRecord log) {
    Map<String, String> all = new TreeMap<>();
    log.getAttributesList()
        .forEach(
            a -> {
              var v = a.getValue();
              String text =
                  v.hasIntValue()
                      ? Long.toString(v.getIntValue())
                      : v.hasDoubleValue()
                          ? Double.toString(v.getDoubleValue())
                          : v.hasBoolValue()
                              ? Boolean.toString(v.getBoolValue())
                              : v.hasArrayValue()
                                  ? v.getArrayValue().getValuesList().stream()
                                      .map(x -> x.getStringValue())
                                      .toList()
                                      .toString()
                                  : v.getStringValue();
              all.put(a.getKey(), text);
            });
    return all;
  }
}
