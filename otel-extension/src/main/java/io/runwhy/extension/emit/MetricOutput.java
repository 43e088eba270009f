package io.runwhy.extension.emit;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The way out for metrics: a provider of our own beside the user's SDK, with one thread. What
 * cannot be delivered is lost and counted; nobody waits for it but {@link #flush}.
 */
public final class MetricOutput {
  /** Shortest time between two exports. */
  static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

  /** Longest wait at the end when the export before failed. */
  static final Duration BROKEN_WAIT = Duration.ofMillis(250);

  private final Duration interval;
  private final Resource resource;
  private final Supplier<MetricExporter> exporters;
  private final Consumer<String> log;
  private final ScheduledThreadPoolExecutor thread;
  private final CountDownLatch started = new CountDownLatch(1);
  private volatile @Nullable WatchedExporter exporter;
  private volatile @Nullable SdkMeterProvider provider;

  MetricOutput(
      Duration interval,
      Resource resource,
      Supplier<MetricExporter> exporters,
      Consumer<String> log) {
    this.interval = interval;
    this.resource = resource;
    this.exporters = exporters;
    this.log = log;
    this.thread = new ScheduledThreadPoolExecutor(1, task -> Daemon.of("runwhy-metrics", task));
  }

  /**
   * Prepares it; nothing runs before {@link #start}.
   *
   * @param log is told once when it breaks, once when it is back
   */
  public static MetricOutput open(Options options, Resource resource, Consumer<String> log) {
    Duration interval = options.duration(Option.RESOURCE_INTERVAL);
    if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
      log.accept(
          Option.RESOURCE_INTERVAL.property()
              + ": "
              + interval.toMillis()
              + "ms is too short; "
              + SHORTEST_INTERVAL.toMillis()
              + "ms is used");
      interval = SHORTEST_INTERVAL;
    }
    return new MetricOutput(
        interval,
        resource,
        () -> Exporters.metrics(new OtlpOptions(options, System::getProperty, System::getenv)),
        log);
  }

  /**
   * Adds instruments and exports them at once, then at each interval, all on the own thread. Once.
   */
  public void start(Consumer<Meter> instruments) {
    thread.execute(
        () -> {
          try {
            begin(instruments);
          } catch (RuntimeException | LinkageError e) {
            log.accept("no metrics are delivered: " + e);
          } finally {
            started.countDown();
          }
        });
  }

  private void begin(Consumer<Meter> instruments) {
    WatchedExporter watched = new WatchedExporter(exporters.get(), log);
    SdkMeterProvider made =
        SdkMeterProvider.builder()
            .setResource(resource)
            .registerMetricReader(
                PeriodicMetricReader.builder(watched)
                    .setInterval(interval)
                    .setExecutor(thread)
                    .build())
            .build();
    instruments.accept(made.get("io.runwhy.extension"));
    made.forceFlush();
    exporter = watched;
    provider = made;
  }

  /** Exports a last time and waits for it, at most this long; {@link #start} went before. */
  public void flush(Duration limit) {
    try {
      flush(System.nanoTime() + limit.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void flush(long end) throws InterruptedException {
    if (!started.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      return;
    }
    WatchedExporter watched = exporter;
    SdkMeterProvider known = provider;
    if (watched == null || known == null) {
      return;
    }
    long until =
        watched.isBroken() ? Math.min(end, System.nanoTime() + BROKEN_WAIT.toNanos()) : end;
    if (watched.awaitIdle(until)) {
      CompletableResultCode result = known.forceFlush();
      result.join(Math.max(1, (until - System.nanoTime()) / 1_000_000), TimeUnit.MILLISECONDS);
      watched.awaitIdle(until);
    }
  }

  /** Exports that were taken. */
  public long taken() {
    WatchedExporter known = exporter;
    return known == null ? 0 : known.taken();
  }

  /** Exports that were lost. */
  public long lost() {
    WatchedExporter known = exporter;
    return known == null ? 0 : known.lost();
  }
}
