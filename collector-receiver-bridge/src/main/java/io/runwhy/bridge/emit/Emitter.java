package io.runwhy.bridge.emit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.runwhy.bridge.config.EmitConfig;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunCounts;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends what changed over OTLP. {@link #accept} is called by one thread and never blocks. */
public final class Emitter implements AutoCloseable {
  private static final String SCOPE = "io.runwhy.bridge";

  private final OtlpExporters exporters;
  private final ExportLoop<LogRecordData> logs;
  private final ExportLoop<SpanData> spans;
  private final LogEncoder logEncoder;
  private final SpanEncoder spanEncoder;
  private final RunMeters meters;
  private final Receipts receipts = new Receipts();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Builds exporters and queues; {@link #start} begins to send.
   *
   * @param counts live runs, read at each metric export
   * @param prefectLabel Prefect's public label value of a code, null where it has none
   */
  public Emitter(
      EmitConfig config,
      Supplier<RunCounts> counts,
      Function<String, @Nullable String> prefectLabel,
      BridgeStats stats,
      InstantSource clock) {
    this.exporters = OtlpExporters.create(config, stats);
    InstrumentationScopeInfo scope = InstrumentationScopeInfo.create(SCOPE);
    this.logEncoder = new LogEncoder(exporters.resource(), scope, prefectLabel, clock);
    this.spanEncoder = new SpanEncoder(exporters.resource(), scope);
    this.logs =
        new ExportLoop<>(
            "logs",
            new MemoryQueue<>(config.queueCapacity()),
            exporters.logs()::export,
            config.batchSize(),
            receipts::logsLeft,
            stats);
    this.spans =
        new ExportLoop<>(
            "spans",
            new MemoryQueue<>(config.queueCapacity()),
            exporters.spans()::export,
            config.batchSize(),
            receipts::spansLeft,
            stats);
    this.meters =
        new RunMeters(exporters.sdk().getMeterProvider().get(SCOPE), counts, stats, clock);
  }

  public void start() {
    logs.start();
    spans.start();
  }

  /** Encodes and queues; what finds no room is dropped and counted. */
  public void accept(List<RunChange> changes) {
    for (RunChange change : changes) {
      meters.record(change);
      if (change instanceof RunChange.StateChanged c) {
        logs.offer(logEncoder.state(c), false);
      } else if (change instanceof RunChange.StageEnded c) {
        spans.offer(spanEncoder.stage(c), false);
      } else if (change instanceof RunChange.Diagnosed c) {
        logs.offer(logEncoder.diagnosis(c), false);
      } else if (change instanceof RunChange.LogsRecovered c) {
        logEncoder.lines(c).forEach(line -> logs.offer(line, true));
      } else if (change instanceof RunChange.RunEnded c) {
        logs.offer(logEncoder.summary(c), false);
        spans.offer(spanEncoder.root(c), false);
      }
    }
  }

  /**
   * Runs {@code done} when all that was accepted so far has been exported or given up; never, when
   * the bridge stops before. Called by the thread that calls {@link #accept}; never blocks.
   */
  public void whenExported(Runnable done) {
    receipts.await(logs.queued(), spans.queued(), done);
  }

  /** Sends an empty batch; empty when the receiver took it, else why not, in words. */
  public static String check(EmitConfig config) {
    Map<String, String> properties = new HashMap<>(config.properties());
    properties.put("otel.metrics.exporter", "none"); // one signal is enough to know
    EmitConfig logsOnly =
        new EmitConfig(
            config.endpoint(),
            config.queueCapacity(),
            config.batchSize(),
            config.metricInterval(),
            properties);
    try (OtlpExporters exporters = OtlpExporters.create(logsOnly, new BridgeStats())) {
      CompletableResultCode result = exporters.logs().export(List.of()).join(10, TimeUnit.SECONDS);
      return result.isSuccess() ? "" : ExportFailure.of(result).reason();
    }
  }

  /** Sends what waits, within bounded time, and the last metrics. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      logs.close();
      spans.close();
      exporters.close();
    }
  }
}
