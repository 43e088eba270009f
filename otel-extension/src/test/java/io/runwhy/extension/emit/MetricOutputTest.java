package io.runwhy.extension.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.runwhy.extension.config.Options;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetricOutputTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final FakeMetricExporter exporter = new FakeMetricExporter();
  private final List<String> log = new CopyOnWriteArrayList<>();

  private MetricOutput output(Duration interval) {
    return new MetricOutput(interval, Resource.empty(), () -> exporter, log::add);
  }

  private static void instruments(Meter meter) {
    meter.gaugeBuilder("one").buildWithCallback(m -> m.record(1));
  }

  @Test
  void theFirstExportIsAtOnceAndTheLastAtTheFlush() {
    MetricOutput output = output(LONG);
    output.start(MetricOutputTest::instruments);
    await().until(() -> exporter.exports.size() == 1);
    output.flush(LONG);
    assertThat(exporter.exports).hasSize(2);
    assertThat(output.taken()).isEqualTo(2);
  }

  @Test
  void aFlushRightAfterTheStartWaitsForTheBeginning() throws Exception {
    CountDownLatch begin = new CountDownLatch(1);
    MetricOutput output = output(LONG);
    output.start(
        meter -> {
          try {
            begin.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          instruments(meter);
        });
    Thread flush = new Thread(() -> output.flush(LONG));
    flush.start();
    assertThat(exporter.exports).isEmpty();
    begin.countDown();
    flush.join();
    assertThat(exporter.exports).hasSize(2);
  }

  @Test
  void aFlushWaitsForAnExportThatIsUnderWayAndThenExportsAgain() throws Exception {
    CompletableResultCode first = new CompletableResultCode();
    exporter.answer = () -> first;
    MetricOutput output = output(LONG);
    output.start(MetricOutputTest::instruments);
    await().until(() -> exporter.exports.size() == 1);
    Thread flush = new Thread(() -> output.flush(LONG));
    flush.start();
    exporter.answer = CompletableResultCode::ofSuccess;
    first.succeed();
    flush.join();
    assertThat(exporter.exports).hasSize(2);
  }

  @Test
  void aHangingCollectorIsWaitedForNoLongerThanTheLimit() {
    exporter.answer = CompletableResultCode::new;
    MetricOutput output = output(LONG);
    output.start(MetricOutputTest::instruments);
    await().until(() -> exporter.exports.size() == 1);
    long start = System.nanoTime();
    output.flush(Duration.ofMillis(50));
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
    assertThat(exporter.exports).hasSize(1);
    assertThat(log).isEmpty();
  }

  @Test
  void whatBreaksIsToldOnceAndWhatIsBackIsToldOnce() {
    exporter.answer = CompletableResultCode::ofFailure;
    MetricOutput output = output(Duration.ofMillis(5));
    output.start(MetricOutputTest::instruments);
    await().until(() -> output.lost() >= 3);
    assertThat(log).containsExactly("metrics cannot be delivered, they are lost");
    exporter.answer = CompletableResultCode::ofSuccess;
    await().until(() -> output.taken() >= 3);
    assertThat(log)
        .containsExactly(
            "metrics cannot be delivered, they are lost", "metrics are delivered again");
  }

  @Test
  void afterAFailureTheFlushIsShort() {
    exporter.answer = CompletableResultCode::ofFailure;
    MetricOutput output = output(LONG);
    output.start(MetricOutputTest::instruments);
    await().until(() -> output.lost() == 1);
    exporter.answer = CompletableResultCode::new;
    long start = System.nanoTime();
    output.flush(LONG);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
    assertThat(exporter.exports).hasSize(2);
  }

  @Test
  void anExporterThatCannotBeMadeOrThrowsIsToldAndTheFlushReturns() {
    MetricOutput none =
        new MetricOutput(
            LONG,
            Resource.empty(),
            () -> {
              throw new IllegalStateException("no exporter");
            },
            log::add);
    none.start(MetricOutputTest::instruments);
    none.flush(LONG);
    assertThat(log).singleElement().asString().contains("no exporter");

    exporter.answer =
        () -> {
          throw new IllegalStateException("broken");
        };
    MetricOutput throwing = output(LONG);
    throwing.start(MetricOutputTest::instruments);
    throwing.flush(LONG);
    assertThat(throwing.lost()).isEqualTo(2);
  }

  @Test
  void anIntervalThatIsTooShortIsNamedAndNotUsed() {
    Options options =
        Options.read(Map.of("runwhy.resource.interval", "3ms")::get, name -> null, log::add);
    MetricOutput.open(options, Resource.empty(), log::add);
    assertThat(log).singleElement().asString().contains("runwhy.resource.interval");
  }
}
