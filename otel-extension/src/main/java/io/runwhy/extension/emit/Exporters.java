package io.runwhy.extension.emit;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.ServiceLoader;

/** The agent's own OTLP exporters, found by the interface that the SDK has for it. */
final class Exporters {
  private Exporters() {}

  /**
   * @throws IllegalStateException when the agent has none
   */
  static LogRecordExporter logs(ConfigProperties options) {
    for (ConfigurableLogRecordExporterProvider provider :
        ServiceLoader.load(
            ConfigurableLogRecordExporterProvider.class, Exporters.class.getClassLoader())) {
      if (provider.getName().equals("otlp")) {
        return provider.createExporter(options);
      }
    }
    throw new IllegalStateException("the agent has no OTLP exporter of logs");
  }

  /**
   * @throws IllegalStateException when the agent has none
   */
  static MetricExporter metrics(ConfigProperties options) {
    for (ConfigurableMetricExporterProvider provider :
        ServiceLoader.load(
            ConfigurableMetricExporterProvider.class, Exporters.class.getClassLoader())) {
      if (provider.getName().equals("otlp")) {
        return provider.createExporter(options);
      }
    }
    throw new IllegalStateException("the agent has no OTLP exporter of metrics");
  }
}
