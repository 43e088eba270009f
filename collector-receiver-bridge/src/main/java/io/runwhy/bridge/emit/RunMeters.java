package io.runwhy.bridge.emit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunCounts;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The run metrics and the bridge's own numbers. Series are bounded by deployments, codes and
 * states; beyond the SDK's limit of series per metric the overflow series counts.
 */
final class RunMeters {
  private static final List<Double> STAGE_BUCKETS =
      List.of(
          1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0, 14400.0,
          43200.0, 86400.0);

  /**
   * Of the bridge's metrics, those whose dimension names a source or signal; the others' names a
   * reason.
   */
  private static final Set<String> BY_REASON = Set.of(RunMetrics.BRIDGE_DROPPED);

  private final DoubleHistogram stageDuration;
  private final LongCounter failures;
  private final Meter meter;

  RunMeters(Meter meter, Supplier<RunCounts> counts, BridgeStats stats, InstantSource clock) {
    this.meter = meter;
    this.stageDuration =
        meter
            .histogramBuilder(RunMetrics.RUN_STAGE_DURATION)
            .setUnit("s")
            .setDescription("How long the stages of runs took.")
            .setExplicitBucketBoundariesAdvice(STAGE_BUCKETS)
            .build();
    this.failures =
        meter
            .counterBuilder(RunMetrics.RUN_FAILURES)
            .setUnit("{run}")
            .setDescription("Runs that ended badly, by cause.")
            .build();
    meter
        .gaugeBuilder(RunMetrics.RUNS)
        .ofLongs()
        .setUnit("{run}")
        .setDescription("Live runs by state.")
        .buildWithCallback(m -> runs(counts.get(), m));
    meter
        .gaugeBuilder(RunMetrics.RUN_OLDEST_PENDING)
        .setUnit("s")
        .setDescription("How long the oldest pending run has waited.")
        .buildWithCallback(m -> oldest(counts.get(), clock, m));
    bridgeCounters(stats);
    bridgeGauges(stats);
  }

  void record(RunChange change) {
    if (change instanceof RunChange.StageEnded ended) {
      StateEntry entry = ended.entry();
      if (entry.stage() != null && entry.end() != null) {
        stageDuration.record(
            entry.duration(entry.end()).toNanos() / 1_000_000_000.0,
            attributes(
                Map.of(
                    RunAttributes.STAGE, entry.stage().wireName(),
                    RunAttributes.DEPLOYMENT_NAME, deployment(ended.run()))));
      }
    } else if (change instanceof RunChange.RunEnded ended) {
      RunState last = ended.states().get(ended.states().size() - 1).state();
      Diagnosis d = ended.diagnosis();
      if (last == RunState.FAILED || last == RunState.CRASHED) {
        failures.add(1, failure(ended.run(), d));
      }
    } else if (change instanceof RunChange.Diagnosed diagnosed && diagnosed.diagnosis() != null) {
      // The series begins at 0 when the cause is first seen, so that its first increase is not lost
      // to rate().
      failures.add(0, failure(diagnosed.run(), diagnosed.diagnosis()));
    }
  }

  private static Attributes failure(RunIdentity run, @Nullable Diagnosis d) {
    return attributes(
        Map.of(
            RunAttributes.CAUSE, d == null ? "unknown" : d.code(),
            RunAttributes.FAULT_DOMAIN,
                d == null ? "unknown" : d.faultDomain().name().toLowerCase(Locale.ROOT),
            RunAttributes.DEPLOYMENT_NAME, deployment(run)));
  }

  private static String deployment(RunIdentity run) {
    return run.deployment() == null ? "" : run.deployment();
  }

  private static void runs(RunCounts counts, ObservableLongMeasurement m) {
    for (RunCounts.Count c : counts.counts()) {
      Map<String, String> values = new HashMap<>();
      values.put(RunAttributes.STATE, c.state().wireName());
      values.put(RunAttributes.STAGE, c.stage() == null ? "" : c.stage().wireName());
      values.put(RunAttributes.CAUSE, c.cause());
      values.put(RunAttributes.DEPLOYMENT_NAME, c.deployment());
      values.put(RunAttributes.WORK_POOL_NAME, c.workPool());
      values.put(RunAttributes.WORK_QUEUE_NAME, c.workQueue());
      m.record(c.runs(), attributes(values));
    }
  }

  private static void oldest(RunCounts counts, InstantSource clock, ObservableDoubleMeasurement m) {
    Map<Attributes, Double> ages = new HashMap<>();
    for (RunCounts.Count c : counts.counts()) {
      if (c.state() == RunState.INFRASTRUCTURE_PENDING) {
        Attributes key =
            attributes(
                Map.of(
                    RunAttributes.WORK_POOL_NAME, c.workPool(),
                    RunAttributes.WORK_QUEUE_NAME, c.workQueue(),
                    RunAttributes.CAUSE, c.cause()));
        double age =
            Math.max(0, Duration.between(c.oldestStart(), clock.instant()).toMillis() / 1000.0);
        ages.merge(key, age, Math::max);
      }
    }
    ages.forEach((key, age) -> m.record(age, key));
  }

  private void bridgeCounters(BridgeStats stats) {
    for (String metric :
        List.of(
            RunMetrics.BRIDGE_DROPPED,
            RunMetrics.BRIDGE_EXPORT_FAILURES,
            RunMetrics.BRIDGE_EXPORTED,
            RunMetrics.BRIDGE_BAD_OBJECTS,
            RunMetrics.BRIDGE_WATCH_FAILURES,
            RunMetrics.BRIDGE_WATCH_CUTS,
            RunMetrics.BRIDGE_READS,
            RunMetrics.BRIDGE_READS_SAVED)) {
      meter
          .counterBuilder(metric)
          .setUnit(metric.equals(RunMetrics.BRIDGE_EXPORT_FAILURES) ? "{attempt}" : "{record}")
          .buildWithCallback(
              m ->
                  stats
                      .counters()
                      .forEach(
                          (series, value) -> {
                            if (series.metric().equals(metric)) {
                              m.record(value, dimension(series));
                            }
                          }));
    }
  }

  private void bridgeGauges(BridgeStats stats) {
    Map<String, String> units =
        Map.of(
            RunMetrics.BRIDGE_LAG, "s",
            RunMetrics.BRIDGE_LAST_EVENT_AGE, "s",
            RunMetrics.BRIDGE_OLDEST_UNSEEN, "s",
            RunMetrics.BRIDGE_QUEUE_DEPTH, "{record}",
            RunMetrics.BRIDGE_WATCH_UP, "{watch}",
            RunMetrics.BRIDGE_TRACKED_RUNS, "{run}");
    units.forEach(
        (metric, unit) ->
            meter
                .gaugeBuilder(metric)
                .setUnit(unit)
                .buildWithCallback(
                    m ->
                        stats
                            .gauges()
                            .forEach(
                                (series, value) -> {
                                  if (series.metric().equals(metric)) {
                                    m.record(value, dimension(series));
                                  }
                                })));
  }

  private static Attributes dimension(BridgeStats.Series series) {
    String key = BY_REASON.contains(series.metric()) ? RunAttributes.REASON : RunAttributes.SOURCE;
    return attributes(Map.of(key, series.dimension()));
  }

  private static Attributes attributes(Map<String, String> values) {
    AttributesBuilder builder = Attributes.builder();
    values.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            builder.put(AttributeKey.stringKey(key), value);
          }
        });
    return builder.build();
  }
}
