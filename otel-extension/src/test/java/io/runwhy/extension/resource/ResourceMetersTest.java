package io.runwhy.extension.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.runwhy.extension.run.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ResourceMetersTest {
  private static final class Reader implements MetricReader {
    private CollectionRegistration registration = CollectionRegistration.noop();

    @Override
    public void register(CollectionRegistration to) {
      registration = to;
    }

    Collection<MetricData> collect() {
      return registration.collectAllMetrics();
    }

    @Override
    public CompletableResultCode forceFlush() {
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

  /** A sample in which everything is known: each value is its row plus a half. */
  private static Collection<MetricData> collect(boolean kubernetes, boolean runId) {
    Reader reader = new Reader();
    SdkMeterProvider provider = SdkMeterProvider.builder().registerMetricReader(reader).build();
    Run run = Run.of("r-1", "name", "prefect", "nightly", "pool", "queue");
    Sample sample = new Sample();
    for (Measure measure : Measure.values()) {
      sample.set(measure, 2.5);
    }
    ResourceMeters.add(
        provider.get("test"), use -> use.accept(sample), run.attributes(), kubernetes, runId);
    return reader.collect();
  }

  private static Set<String> names(Collection<MetricData> metrics) {
    Set<String> names = new TreeSet<>();
    metrics.forEach(metric -> names.add(metric.getName()));
    return names;
  }

  private static Set<String> namesWith(Collection<MetricData> metrics, String key) {
    Set<String> names = new TreeSet<>();
    for (MetricData metric : metrics) {
      for (PointData point : metric.getData().getPoints()) {
        point
            .getAttributes()
            .forEach(
                (k, v) -> {
                  if (k.getKey().equals(key)) {
                    names.add(metric.getName());
                  }
                });
      }
    }
    return names;
  }

  @Test
  void eachRowIsASeriesOfItsOwn() {
    long points =
        collect(false, true).stream().mapToLong(m -> m.getData().getPoints().size()).sum();
    assertThat(points).isEqualTo(Measure.values().length);
  }

  @Test
  void onlyTheMetricsOfTheContractCarryTheRunsIdAndTheSwitchTakesItOff() {
    assertThat(namesWith(collect(true, true), "runwhy.run.id"))
        .containsExactly(
            "container.cpu.usage",
            "container.memory.working_set",
            "k8s.container.memory.limit.current",
            "process.cpu.utilization",
            "process.memory.usage",
            "runwhy.process.cpu.peak",
            "runwhy.process.memory.peak");
    assertThat(namesWith(collect(true, false), "runwhy.run.id")).isEmpty();
  }

  @Test
  void allPointsCarryDeploymentPoolAndQueueAndNoName() {
    Collection<MetricData> metrics = collect(false, true);
    for (String key :
        new String[] {
          "runwhy.deployment.name", "runwhy.work_pool.name", "runwhy.work_queue.name"
        }) {
      assertThat(namesWith(metrics, key)).isEqualTo(names(metrics));
    }
    assertThat(namesWith(metrics, "runwhy.run.name")).isEmpty();
  }

  @Test
  void limitsHaveStandardNamesInKubernetesAndOwnNamesElsewhere() {
    assertThat(names(collect(true, true)))
        .contains("k8s.container.memory.limit.current", "k8s.container.cpu.limit.current")
        .doesNotContain("runwhy.container.memory.limit", "runwhy.container.cpu.limit");
    assertThat(names(collect(false, true)))
        .contains("runwhy.container.memory.limit", "runwhy.container.cpu.limit")
        .noneMatch(name -> name.startsWith("k8s."));
  }

  @Test
  void eachMetricAndItsUnitAreInTheDocumentation() throws Exception {
    String signals = Files.readString(Path.of("../docs/signals.md"));
    for (Measure measure : Measure.values()) {
      for (boolean kubernetes : new boolean[] {true, false}) {
        String name = measure.metric(kubernetes);
        assertThat(signals.lines().filter(line -> line.contains("`" + name + "`")))
            .as(name)
            .anyMatch(line -> line.contains(measure.unit()));
      }
    }
  }
}
