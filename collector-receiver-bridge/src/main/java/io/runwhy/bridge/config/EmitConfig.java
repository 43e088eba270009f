package io.runwhy.bridge.config;

import java.time.Duration;
import java.util.Map;

/**
 * Where records go and how many may wait.
 *
 * @param endpoint OTLP endpoint; empty leaves it to the OTEL_EXPORTER_OTLP_* variables, then
 *     http://localhost:4318
 * @param queueCapacity records that wait at the most, log records and spans apart
 * @param batchSize records of one export at the most
 * @param metricInterval how often metrics are exported
 * @param properties further OpenTelemetry SDK properties, such as {@code
 *     otel.exporter.otlp.headers}
 */
public record EmitConfig(
    String endpoint,
    int queueCapacity,
    int batchSize,
    Duration metricInterval,
    Map<String, String> properties) {
  public static final EmitConfig DEFAULT =
      new EmitConfig("", 20_000, 512, Duration.ofSeconds(15), Map.of());

  public EmitConfig {
    properties = Map.copyOf(properties);
  }
}
