package io.runwhy.extension.signal;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is waited for at the end of the process, and how long at most. */
public final class LastWords {
  private final Runnable gather;
  private final Supplier<? extends Map<String, ?>> losses;
  private final Consumer<Duration> events;
  private final Consumer<Duration> metrics;
  private final Supplier<CompletableResultCode> spans;
  private final Duration exitLimit;
  private final Duration haltLimit;

  /**
   * @param gather tells what is known but not told yet, for example of children; never waits
   * @param losses what of the events was lost so far, by the names of metrics
   * @param events waits for the delivery of events, at most so long
   * @param metrics takes the last sample and waits for its delivery, at most so long
   * @param spans begins the delivery of the program's spans, for an end without shutdown hooks:
   *     with them the SDK's own hook has done it
   * @param exitLimit longest wait when the process ends in order
   * @param haltLimit longest wait when it is halted
   */
  public LastWords(
      Runnable gather,
      Supplier<? extends Map<String, ?>> losses,
      Consumer<Duration> events,
      Consumer<Duration> metrics,
      Supplier<CompletableResultCode> spans,
      Duration exitLimit,
      Duration haltLimit) {
    this.gather = gather;
    this.losses = losses;
    this.events = events;
    this.metrics = metrics;
    this.spans = spans;
    this.exitLimit = exitLimit;
    this.haltLimit = haltLimit;
  }

  void gather() {
    gather.run();
  }

  Map<String, ?> losses() {
    return losses.get();
  }

  Duration limit(boolean orderly) {
    return orderly ? exitLimit : haltLimit;
  }

  /** After the shutdown hooks: waits for events, then for the last sample. */
  void afterHooks() {
    long end = System.nanoTime() + exitLimit.toNanos();
    events.accept(exitLimit);
    metricsUntil(end);
  }

  /**
   * Without them, or in the middle of them.
   *
   * @param withSpans whether the SDK still takes spans
   */
  void atHalt(boolean withSpans) {
    long end = System.nanoTime() + haltLimit.toNanos();
    CompletableResultCode result = withSpans ? spans.get() : CompletableResultCode.ofSuccess();
    events.accept(haltLimit);
    metricsUntil(end);
    long rest = end - System.nanoTime();
    if (rest > 0) {
      result.join(rest, TimeUnit.NANOSECONDS);
    }
  }

  private void metricsUntil(long end) {
    long rest = end - System.nanoTime();
    if (rest > 0) {
      metrics.accept(Duration.ofNanos(rest));
    }
  }
}
