package io.runwhy.bridge.emit;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.runwhy.bridge.config.EmitConfig;
import io.runwhy.bridge.health.BridgeStats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The exporters as the standard OTEL_* variables and properties configure them: endpoint, protocol,
 * headers, TLS, compression, timeout, per signal. Who knows OpenTelemetry knows the bridge.
 */
final class OtlpExporters implements AutoCloseable {
  /** Kept: a logger that nobody holds may be collected, and its level with it. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("io.opentelemetry.exporter"),
          Logger.getLogger("io.opentelemetry.sdk.metrics.export"));

  private final OpenTelemetrySdk sdk;
  private final LogRecordExporter logs;
  private final SpanExporter spans;
  private final Resource resource;

  private OtlpExporters(
      OpenTelemetrySdk sdk, LogRecordExporter logs, SpanExporter spans, Resource resource) {
    this.sdk = sdk;
    this.logs = logs;
    this.spans = spans;
    this.resource = resource;
  }

  /**
   * Builds them; nothing is sent yet.
   *
   * @throws io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException when a variable is wrong
   */
  static OtlpExporters create(EmitConfig config, BridgeStats stats) {
    // It is said once when export fails; these would say it at every try, with a stack trace.
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
    AtomicReference<LogRecordExporter> logs = new AtomicReference<>();
    AtomicReference<SpanExporter> spans = new AtomicReference<>();
    AtomicReference<Resource> resource = new AtomicReference<>(Resource.getDefault());
    OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesSupplier(() -> defaults(config))
            .addPropertiesCustomizer(p -> overrides(config))
            .addResourceCustomizer(
                (r, p) -> {
                  resource.set(r);
                  return r;
                })
            // The bridge hands finished records to the exporters itself; the SDK's own processors
            // get nothing to do.
            .addLogRecordExporterCustomizer(
                (exporter, p) -> {
                  logs.set(exporter);
                  return LogRecordExporter.composite();
                })
            .addMetricExporterCustomizer((exporter, p) -> new ReportedMetrics(exporter, stats))
            .addSpanExporterCustomizer(
                (exporter, p) -> {
                  spans.set(exporter);
                  return SpanExporter.composite();
                })
            .build()
            .getOpenTelemetrySdk();
    return new OtlpExporters(
        sdk,
        orNone(logs.get(), LogRecordExporter.composite()),
        orNone(spans.get(), SpanExporter.composite()),
        orNone(resource.get(), Resource.getDefault()));
  }

  /** The SDK whose meters are exported by the same configuration. */
  OpenTelemetrySdk sdk() {
    return sdk;
  }

  LogRecordExporter logs() {
    return logs;
  }

  SpanExporter spans() {
    return spans;
  }

  Resource resource() {
    return resource;
  }

  @Override
  public void close() {
    logs.shutdown();
    spans.shutdown();
    sdk.close();
  }

  private static Map<String, String> defaults(EmitConfig config) {
    Map<String, String> defaults = new HashMap<>();
    defaults.put("otel.service.name", "runwhy-bridge");
    defaults.put("otel.exporter.otlp.protocol", "http/protobuf");
    defaults.put("otel.metric.export.interval", config.metricInterval().toMillis() + "ms");
    return defaults;
  }

  private static Map<String, String> overrides(EmitConfig config) {
    Map<String, String> overrides = new HashMap<>(config.properties());
    overrides.put("otel.java.exporter.otlp.retry.disabled", "true");
    if (!config.endpoint().isEmpty()) {
      overrides.put("otel.exporter.otlp.endpoint", config.endpoint());
    }
    return overrides;
  }

  private static <T> T orNone(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }
}
