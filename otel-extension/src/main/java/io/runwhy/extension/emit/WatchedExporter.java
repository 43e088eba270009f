package io.runwhy.extension.emit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Counts what an exporter takes and what it loses, and knows when it is done. Tells once when it
 * breaks, once when it is back; the reader, which would tell of each failure, hears of none.
 */
final class WatchedExporter implements MetricExporter {
  private final MetricExporter exporter;
  private final Consumer<String> log;
  private final Quiet quiet;
  private final Object lock = new Object();
  private int underWay;
  private long taken;
  private long lost;
  private boolean broken;

  WatchedExporter(MetricExporter exporter, Consumer<String> log) {
    this.exporter = exporter;
    this.log = log;
    this.quiet = Quiet.of(exporter);
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    synchronized (lock) {
      underWay++;
    }
    CompletableResultCode result;
    quiet.beforeExport();
    try {
      result = exporter.export(metrics);
    } catch (RuntimeException | LinkageError e) {
      result = CompletableResultCode.ofFailure();
    }
    CompletableResultCode known = result;
    CompletableResultCode done = new CompletableResultCode();
    known.whenComplete(
        () -> {
          done.succeed(); // first: the reader takes the next export only then
          ended(known.isSuccess());
        });
    return done;
  }

  private void ended(boolean success) {
    String change = "";
    synchronized (lock) {
      underWay--;
      if (success) {
        taken++;
      } else {
        lost++;
      }
      if (broken == success) {
        change =
            success ? "metrics are delivered again" : "metrics cannot be delivered, they are lost";
      }
      broken = !success;
      lock.notifyAll();
    }
    if (!change.isEmpty()) {
      log.accept(change);
    }
  }

  /** Waits until nothing is under way; false when that takes longer. */
  boolean awaitIdle(long endNanos) throws InterruptedException {
    synchronized (lock) {
      while (underWay > 0) {
        long rest = endNanos - System.nanoTime();
        if (rest <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(lock, rest);
      }
      return true;
    }
  }

  /** Exports that succeeded. */
  long taken() {
    synchronized (lock) {
      return taken;
    }
  }

  /** Exports that failed. */
  long lost() {
    synchronized (lock) {
      return lost;
    }
  }

  /** Whether the last one failed. */
  boolean isBroken() {
    synchronized (lock) {
      return broken;
    }
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return exporter.getAggregationTemporality(type);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType type) {
    return exporter.getDefaultAggregation(type);
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
