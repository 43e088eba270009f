package io.runwhy.extension.emit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Delivers events: at once, in order, again until they are taken. Callers never wait; what does not
 * fit in the queue pushes the oldest out, and is counted.
 */
final class Delivery implements EventSink, Runnable {
  /** Events of one export. */
  static final int BATCH = 256;

  private final int limit;
  private final LogRecords records;
  private final LogRecordExporter exporter;
  private final Duration timeout;
  private final Consumer<String> log;
  private final Object lock = new Object();
  private final Deque<Event> waiting = new ArrayDeque<>();
  private final AtomicLong dropped = new AtomicLong();
  private boolean sending;
  private boolean broken;

  Delivery(
      int limit,
      LogRecords records,
      LogRecordExporter exporter,
      Duration timeout,
      Consumer<String> log) {
    this.limit = limit;
    this.records = records;
    this.exporter = exporter;
    this.timeout = timeout;
    this.log = log;
  }

  @Override
  public void emit(Event event) {
    synchronized (lock) {
      if (waiting.size() >= limit) {
        waiting.removeFirst();
        dropped.incrementAndGet();
      }
      waiting.addLast(event);
      lock.notifyAll();
    }
  }

  /** Waits until all is delivered, at most this long. */
  boolean flush(Duration limitOfWait) throws InterruptedException {
    long end = System.nanoTime() + limitOfWait.toNanos();
    synchronized (lock) {
      lock.notifyAll();
      while (!waiting.isEmpty() || sending) {
        long rest = end - System.nanoTime();
        if (rest <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(lock, rest);
      }
      return true;
    }
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        deliver(take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Event> take() throws InterruptedException {
    synchronized (lock) {
      while (waiting.isEmpty()) {
        lock.wait();
      }
      List<Event> batch = new ArrayList<>();
      while (batch.size() < BATCH && !waiting.isEmpty()) {
        batch.add(waiting.removeFirst());
      }
      sending = true;
      return batch;
    }
  }

  private void deliver(List<Event> batch) throws InterruptedException {
    CompletableResultCode result = exporter.export(records.of(batch));
    result.join(timeout.toMillis(), TimeUnit.MILLISECONDS);
    synchronized (lock) {
      sending = false;
      lock.notifyAll();
      if (result.isSuccess()) {
        if (broken) {
          log.accept("events are delivered again");
        }
        broken = false;
        return;
      }
      if (!broken) {
        log.accept("events cannot be delivered, they wait");
      }
      broken = true;
      List<Event> back = new ArrayList<>(batch);
      Collections.reverse(back);
      for (Event event : back) {
        if (waiting.size() < limit) {
          waiting.addFirst(event);
        } else {
          dropped.incrementAndGet();
        }
      }
    }
    Thread.sleep(1_000);
  }
}
