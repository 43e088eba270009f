package io.runwhy.extension.agent;

import io.runwhy.conventions.RunMetrics;
import io.runwhy.extension.emit.Daemon;
import io.runwhy.extension.emit.Event;
import io.runwhy.extension.emit.EventSink;
import io.runwhy.extension.emit.Output;
import io.runwhy.extension.resource.Peaks;
import io.runwhy.extension.resource.Resources;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The way out and the measuring, which take long to make in a JVM that has just started: a thread
 * of its own makes them, the program goes on, and events wait for them here.
 */
final class Late implements EventSink {
  /** Events that wait; the oldest go. */
  static final int MAX_WAITING = 512;

  private final Object lock = new Object();
  private final Deque<Event> waiting = new ArrayDeque<>();
  private final CountDownLatch ready = new CountDownLatch(1);

  /** Changed under the lock. */
  private volatile long dropped;

  private volatile @Nullable Output output;
  private volatile @Nullable Resources resources;

  /**
   * Begins to make them.
   *
   * @param afterwards what is done then, on the same thread
   * @param failed is told why it could not be done
   */
  void start(
      Supplier<Output> outputs,
      Supplier<Resources> measuring,
      Runnable afterwards,
      Consumer<Throwable> failed) {
    Daemon.of(
            "runwhy-start",
            () -> {
              try {
                open(outputs.get());
                resources = measuring.get();
                afterwards.run();
              } catch (RuntimeException | LinkageError e) {
                failed.accept(e);
              } finally {
                ready.countDown();
              }
            })
        .start();
  }

  private void open(Output made) {
    synchronized (lock) {
      waiting.forEach(made.events()::emit);
      waiting.clear();
      output = made;
    }
  }

  @Override
  public void emit(Event event) {
    Output known = output;
    if (known == null) {
      synchronized (lock) {
        known = output;
        if (known == null) {
          if (waiting.size() >= MAX_WAITING) {
            waiting.removeFirst();
            dropped++;
          }
          waiting.addLast(event);
          return;
        }
      }
    }
    known.events().emit(event);
  }

  /** Waits until all events are delivered, at most this long. */
  void flush(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    awaitReady(limit);
    Output known = output;
    if (known != null) {
      known.flush(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
  }

  /** Waits for the last sample, at most this long. */
  void flushMetrics(Duration limit) {
    Resources known = resources;
    if (known != null) {
      known.flush(limit);
    }
  }

  /** What of the events was lost so far, by the names of metrics. */
  Map<String, Long> losses() {
    Output known = output;
    Map<String, Long> losses = known == null ? new LinkedHashMap<>() : known.counts().losses();
    if (dropped > 0) {
      losses.merge(RunMetrics.EXTENSION_DROPPED, dropped, Long::sum);
    }
    return losses;
  }

  Peaks peaks() {
    Resources known = resources;
    return known == null ? Peaks.UNKNOWN : known.peaks();
  }

  /** -1 while it is not known. */
  long oomKills() {
    Resources known = resources;
    return known == null ? -1 : known.oomKills();
  }

  private void awaitReady(Duration limit) {
    boolean interrupted = Thread.interrupted();
    try {
      ready.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
