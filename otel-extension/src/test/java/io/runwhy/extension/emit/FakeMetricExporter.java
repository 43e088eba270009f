package io.runwhy.extension.emit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Keeps what is exported and answers as the test says. */
final class FakeMetricExporter implements MetricExporter {
  final List<Collection<MetricData>> exports = new CopyOnWriteArrayList<>();
  volatile Supplier<CompletableResultCode> answer = CompletableResultCode::ofSuccess;

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    exports.add(List.copyOf(metrics));
    return answer.get();
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return AggregationTemporality.CUMULATIVE;
  }
}
