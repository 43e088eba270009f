package io.runwhy.bridge.emit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what became of each export of metrics and says once when it fails and once when it works
 * again. A failed one is not repeated: sums are cumulative, the next one carries them.
 */
final class ReportedMetrics implements MetricExporter {
  private static final Logger logger = LoggerFactory.getLogger(ReportedMetrics.class);
  private static final String SIGNAL = "metrics";

  private final MetricExporter exporter;
  private final BridgeStats stats;
  private long troubleSince;

  ReportedMetrics(MetricExporter exporter, BridgeStats stats) {
    this.exporter = exporter;
    this.stats = stats;
    stats.count(RunMetrics.BRIDGE_EXPORTED, SIGNAL, 0);
    stats.count(RunMetrics.BRIDGE_EXPORT_FAILURES, SIGNAL, 0);
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    CompletableResultCode result = exporter.export(metrics);
    result.whenComplete(() -> ended(result, metrics.size()));
    return result;
  }

  private synchronized void ended(CompletableResultCode result, int size) {
    if (result.isSuccess()) {
      stats.count(RunMetrics.BRIDGE_EXPORTED, SIGNAL, size);
      if (troubleSince != 0) {
        logger.info(
            "metrics are exported again after {} s",
            Duration.ofNanos(System.nanoTime() - troubleSince).toSeconds());
        troubleSince = 0;
      }
      return;
    }
    stats.count(RunMetrics.BRIDGE_EXPORT_FAILURES, SIGNAL, 1);
    if (troubleSince == 0) {
      troubleSince = System.nanoTime();
      logger.warn(
          "metrics cannot be exported: {}. The next export carries their sums",
          ExportFailure.of(result).reason());
    }
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
    return exporter.getAggregationTemporality(instrument);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType instrument) {
    return exporter.getDefaultAggregation(instrument);
  }

  @Override
  public MemoryMode getMemoryMode() {
    return exporter.getMemoryMode();
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
