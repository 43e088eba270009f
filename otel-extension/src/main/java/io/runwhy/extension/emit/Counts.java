package io.runwhy.extension.emit;

import io.runwhy.conventions.RunMetrics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What became of events, since the start of the process. */
public final class Counts {
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong adopted = new AtomicLong();
  private volatile long spooled;
  private volatile long spoolDropped;

  /** Taken by the receiver, adopted ones among them. */
  public long delivered() {
    return delivered.get();
  }

  /** Pushed out of the full queue. */
  public long dropped() {
    return dropped.get();
  }

  /** Given up because the receiver refused them, or because they cannot be sent. */
  public long refused() {
    return refused.get();
  }

  /** Found in files of dead processes. */
  public long adopted() {
    return adopted.get();
  }

  /** Written to disk. */
  public long spooled() {
    return spooled;
  }

  /** Removed from the disk for lack of room before they were delivered. */
  public long spoolDropped() {
    return spoolDropped;
  }

  /** By the names of {@link RunMetrics}; what was lost alone, and only where it is not zero. */
  public Map<String, Long> losses() {
    Map<String, Long> losses = new LinkedHashMap<>();
    put(losses, RunMetrics.EXTENSION_DROPPED, dropped());
    put(losses, RunMetrics.EXTENSION_REFUSED, refused());
    put(losses, RunMetrics.EXTENSION_SPOOL_DROPPED, spoolDropped());
    return losses;
  }

  void addDelivered(int count) {
    delivered.addAndGet(count);
  }

  void addDropped(int count) {
    dropped.addAndGet(count);
  }

  void addRefused(int count) {
    refused.addAndGet(count);
  }

  void addAdopted(int count) {
    adopted.addAndGet(count);
  }

  void spool(long written, long lost) {
    spooled = written;
    spoolDropped = lost;
  }

  private static void put(Map<String, Long> losses, String name, long count) {
    if (count > 0) {
      losses.put(name, count);
    }
  }
}
