package io.runwhy.extension.emit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The events that wait, the oldest first: fresh ones, then those that are in the spool. Putting one
 * in never waits; when it is full the oldest goes, and is counted.
 */
final class EventQueue implements EventSink {
  private final int limit;
  private final LogRecords records;
  private final Counts counts;
  private final Object lock = new Object();
  private final Deque<Waiting> fresh = new ArrayDeque<>();
  private final Deque<Waiting> ready = new ArrayDeque<>();
  private final List<Waiting> gone = new ArrayList<>();
  private int spooling;
  private int sending;
  private boolean signalled;

  EventQueue(int limit, LogRecords records, Counts counts) {
    this.limit = limit;
    this.records = records;
    this.counts = counts;
  }

  @Override
  public void emit(Event event) {
    synchronized (lock) {
      fresh.addLast(new Waiting(event, records));
      makeRoom();
      signal();
    }
  }

  /** Wakes up whoever waits here. */
  void signal() {
    synchronized (lock) {
      signalled = true;
      lock.notifyAll();
    }
  }

  /** Waits for a signal, at most this long; one that came since the last wait counts. */
  void await(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    synchronized (lock) {
      while (!signalled) {
        long rest = end - System.nanoTime();
        if (rest <= 0) {
          return;
        }
        waitFor(rest);
      }
      signalled = false;
    }
  }

  /** Waits until this is so, at most this long; also on a thread that was interrupted. */
  boolean await(long nanos, BooleanSupplier condition) {
    long end = System.nanoTime() + nanos;
    boolean interrupted = false;
    synchronized (lock) {
      try {
        while (!condition.getAsBoolean()) {
          long rest = end - System.nanoTime();
          if (rest <= 0) {
            return false;
          }
          try {
            waitFor(rest);
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
        return true;
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** Those that are not in the spool yet; they are in hand until {@link #ready}. */
  List<Waiting> takeFresh() {
    synchronized (lock) {
      List<Waiting> taken = new ArrayList<>(fresh);
      fresh.clear();
      spooling = taken.size();
      return taken;
    }
  }

  void ready(List<Waiting> kept) {
    synchronized (lock) {
      spooling = 0;
      ready.addAll(kept);
      makeRoom();
      lock.notifyAll();
    }
  }

  /** The next ones to send; they are in hand until {@link #sent} or {@link #back}. */
  List<Waiting> take(int most) {
    synchronized (lock) {
      List<Waiting> batch = new ArrayList<>();
      while (batch.size() < most && !ready.isEmpty()) {
        batch.add(ready.removeFirst());
      }
      sending = batch.size();
      return batch;
    }
  }

  void sent() {
    synchronized (lock) {
      sending = 0;
      lock.notifyAll();
    }
  }

  void back(List<Waiting> batch) {
    synchronized (lock) {
      sending = 0;
      for (int i = batch.size() - 1; i >= 0; i--) {
        ready.addFirst(batch.get(i));
      }
      makeRoom();
      lock.notifyAll();
    }
  }

  /** Those that went for lack of room since the last call. */
  List<Waiting> takeGone() {
    synchronized (lock) {
      List<Waiting> taken = new ArrayList<>(gone);
      gone.clear();
      return taken;
    }
  }

  /** Whether the spool has seen them all. */
  boolean isSpooled() {
    synchronized (lock) {
      return fresh.isEmpty() && spooling == 0;
    }
  }

  boolean isEmpty() {
    synchronized (lock) {
      return fresh.isEmpty() && spooling == 0 && ready.isEmpty() && sending == 0;
    }
  }

  int size() {
    synchronized (lock) {
      return fresh.size() + spooling + ready.size() + sending;
    }
  }

  private void makeRoom() {
    while (fresh.size() + ready.size() > limit) {
      Waiting oldest = ready.isEmpty() ? fresh.removeFirst() : ready.removeFirst();
      if (oldest.isKept()) {
        gone.add(oldest);
      }
      counts.addDropped(1);
    }
  }

  private void waitFor(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedWait(lock, Math.max(nanos, 1_000_000));
  }
}
