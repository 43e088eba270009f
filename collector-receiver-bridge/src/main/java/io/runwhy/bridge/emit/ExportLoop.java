package io.runwhy.bridge.emit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one signal's records in order. A failed batch is tried again without end, with growing
 * waits; a batch that the receiver calls invalid is halved until the bad record stands alone, which
 * is dropped and counted. When the queue is full new records are dropped and counted. One log line
 * when trouble begins, one when it is over. {@code left} is told how many records have left so far.
 */
final class ExportLoop<T> implements AutoCloseable {
  static final Duration FIRST_WAIT = Duration.ofMillis(500);
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(30);

  private static final Logger logger = LoggerFactory.getLogger(ExportLoop.class);

  private final String signal;
  private final RecordQueue<T> queue;
  private final Function<Collection<T>, CompletableResultCode> exporter;
  private final int batchSize;
  private final BridgeStats stats;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final LongConsumer left;
  private volatile boolean flushing;
  private final AtomicLong queued = new AtomicLong();
  private long removed;
  private long troubleSince;
  private boolean full;

  ExportLoop(
      String signal,
      RecordQueue<T> queue,
      Function<Collection<T>, CompletableResultCode> exporter,
      int batchSize,
      LongConsumer left,
      BridgeStats stats) {
    this.signal = signal;
    this.left = left;
    this.queue = queue;
    this.exporter = exporter;
    this.batchSize = batchSize;
    this.stats = stats;
    this.thread = new Thread(this::loop, "runwhy-export-" + signal);
    thread.setDaemon(true);
    stats.gauge(RunMetrics.BRIDGE_QUEUE_DEPTH, signal, queue::size);
    stats.count(RunMetrics.BRIDGE_EXPORTED, signal, 0);
    stats.count(RunMetrics.BRIDGE_EXPORT_FAILURES, signal, 0);
  }

  void start() {
    thread.start();
  }

  /** Records taken into the queue since the start. Asked by the thread that offers. */
  long queued() {
    return queued.get();
  }

  private void remove(int count) {
    queue.remove(count);
    removed += count;
    left.accept(removed);
  }

  /**
   * Queues a record. Never blocks.
   *
   * @param spare whether it may be refused when the queue is four fifths full, to keep room for
   *     what matters more
   */
  void offer(T record, boolean spare) {
    boolean noRoom = spare && queue.size() >= queue.capacity() / 5 * 4;
    if (!noRoom && queue.offer(record)) {
      queued.incrementAndGet();
      return;
    }
    stats.count(RunMetrics.BRIDGE_DROPPED, signal + "_queue_full", 1);
    if (!full) {
      full = true;
      logger.warn(
          "The queue of {} is full ({} records wait); new records are dropped and counted",
          signal,
          queue.size());
    }
  }

  /** Sends what waits for at most a few seconds, then stops; says what was left. */
  @Override
  public void close() {
    flushing = true;
    closing.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (queue.size() > 0) {
      stats.count(RunMetrics.BRIDGE_DROPPED, signal + "_shutdown", queue.size());
      logger.warn("{} {} could not be sent before the stop", queue.size(), signal);
    }
  }

  private void loop() {
    try {
      while (true) {
        List<T> batch = queue.peek(batchSize, flushing ? 0 : 500);
        if (batch.isEmpty()) {
          if (flushing) {
            return;
          }
          continue;
        }
        if (!send(batch)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends the oldest records; false when the loop is to stop with them unsent. */
  private boolean send(List<T> batch) throws InterruptedException {
    long wait = FIRST_WAIT.toMillis();
    List<T> part = batch;
    while (true) {
      CompletableResultCode result =
          exporter.apply(part).join(EXPORT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (result.isSuccess()) {
        remove(part.size());
        stats.count(RunMetrics.BRIDGE_EXPORTED, signal, part.size());
        recovered();
        return true;
      }
      stats.count(RunMetrics.BRIDGE_EXPORT_FAILURES, signal, 1);
      ExportFailure failure = ExportFailure.of(result);
      if (failure.invalid()) {
        if (part.size() == 1) {
          remove(1);
          stats.count(RunMetrics.BRIDGE_DROPPED, signal + "_invalid", 1);
          logger.warn("One of {} was refused and dropped: {}", signal, failure.reason());
          return true;
        }
        part = part.subList(0, part.size() / 2);
        continue;
      }
      failed(failure);
      if (flushing || closing.await(jittered(wait), TimeUnit.MILLISECONDS)) {
        // The stop was asked for: one more try, then give up.
        if (exporter
            .apply(part)
            .join(EXPORT_TIMEOUT.toMillis() / 10, TimeUnit.MILLISECONDS)
            .isSuccess()) {
          remove(part.size());
          stats.count(RunMetrics.BRIDGE_EXPORTED, signal, part.size());
          return true;
        }
        return false;
      }
      wait = Math.min(wait * 2, LONGEST_WAIT.toMillis());
    }
  }

  private void failed(ExportFailure failure) {
    if (troubleSince == 0) {
      troubleSince = System.nanoTime();
      logger.warn(
          "{} cannot be exported: {}. They wait and are tried again", signal, failure.reason());
    }
  }

  private void recovered() {
    if (troubleSince != 0) {
      logger.info(
          "{} are exported again after {} s",
          signal,
          Duration.ofNanos(System.nanoTime() - troubleSince).toSeconds());
      troubleSince = 0;
    }
    full = false;
  }

  private static long jittered(long millis) {
    return millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
  }
}
