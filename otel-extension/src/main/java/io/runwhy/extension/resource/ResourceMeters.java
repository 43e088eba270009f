package io.runwhy.extension.resource;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import io.runwhy.conventions.RunAttributes;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The instruments: each export takes one sample and tells all of it. */
final class ResourceMeters {
  private static final String[] ALWAYS = {
    RunAttributes.DEPLOYMENT_NAME, RunAttributes.WORK_POOL_NAME, RunAttributes.WORK_QUEUE_NAME
  };

  private final Map<String, ObservableMeasurement> instruments = new LinkedHashMap<>();
  private final Map<Measure, Attributes> attributes = new EnumMap<>(Measure.class);
  private final boolean kubernetes;

  private ResourceMeters(Meter meter, Map<String, Object> run, boolean kubernetes, boolean runId) {
    this.kubernetes = kubernetes;
    for (Measure measure : Measure.values()) {
      attributes.put(measure, attributes(measure, run, runId));
      String name = measure.metric(kubernetes);
      if (!instruments.containsKey(name)) {
        instruments.put(name, instrument(meter, name, measure));
      }
    }
  }

  /**
   * Adds them.
   *
   * @param source is asked for a sample at each export
   * @param run what is known of the run
   * @param kubernetes whether it runs there, where limits have standard names
   * @param runId whether points carry the run's id
   */
  static void add(
      Meter meter,
      SampleSource source,
      Map<String, Object> run,
      boolean kubernetes,
      boolean runId) {
    ResourceMeters meters = new ResourceMeters(meter, run, kubernetes, runId);
    ObservableMeasurement[] all = meters.instruments.values().toArray(new ObservableMeasurement[0]);
    ObservableMeasurement[] rest = new ObservableMeasurement[all.length - 1];
    System.arraycopy(all, 1, rest, 0, rest.length);
    meter.batchCallback(() -> source.read(meters::record), all[0], rest);
  }

  /** Shows a sample. */
  interface SampleSource {
    void read(Consumer<Sample> use);
  }

  private void record(Sample sample) {
    for (Measure measure : Measure.values()) {
      if (sample.has(measure)) {
        double value = sample.get(measure);
        ObservableMeasurement to = instruments.get(measure.metric(kubernetes));
        Attributes with = attributes.getOrDefault(measure, Attributes.empty());
        // the SDK's measurement is of both types, whatever the instrument is of
        if (measure.kind().isWhole() && to instanceof ObservableLongMeasurement) {
          ((ObservableLongMeasurement) to).record((long) value, with);
        } else if (!measure.kind().isWhole() && to instanceof ObservableDoubleMeasurement) {
          ((ObservableDoubleMeasurement) to).record(value, with);
        }
      }
    }
  }

  private static Attributes attributes(Measure measure, Map<String, Object> run, boolean runId) {
    AttributesBuilder builder = Attributes.builder();
    put(builder, measure.partKey(), measure.part());
    put(builder, RunAttributes.CPU_MODE, measure.mode());
    for (String key : ALWAYS) {
      put(builder, key, run.get(key));
    }
    if (runId && measure.withRunId()) {
      put(builder, RunAttributes.RUN_ID, run.get(RunAttributes.RUN_ID));
    }
    return builder.build();
  }

  private static void put(AttributesBuilder builder, String key, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      builder.put(AttributeKey.stringKey(key), value.toString());
    }
  }

  private static ObservableMeasurement instrument(Meter meter, String name, Measure measure) {
    String unit = measure.unit();
    switch (measure.kind()) {
      case COUNTER:
        return meter.counterBuilder(name).setUnit(unit).ofDoubles().buildObserver();
      case WHOLE_COUNTER:
        return meter.counterBuilder(name).setUnit(unit).buildObserver();
      case WHOLE_GAUGE:
        return meter.gaugeBuilder(name).setUnit(unit).ofLongs().buildObserver();
      case LEVEL:
        return meter.upDownCounterBuilder(name).setUnit(unit).buildObserver();
      default:
        return meter.gaugeBuilder(name).setUnit(unit).buildObserver();
    }
  }
}
