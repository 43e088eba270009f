package io.runwhy.extension.emit;

import io.runwhy.extension.emit.spool.Orphan;
import io.runwhy.extension.emit.spool.Spool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The events that dead processes left on disk, one file at a time. They keep their times, their ids
 * and the resource of their process. Used by one thread.
 */
final class Adoption {
  /** Between two looks into the directory, in nanoseconds. */
  static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);

  private final Spool spool;
  private final Function<byte[], LogRecords> origins;
  private final Counts counts;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private @Nullable Orphan orphan;
  private boolean looked;
  private long lastLook;

  /**
   * @param origins what makes records of a process, by what its files say of it
   */
  Adoption(Spool spool, Function<byte[], LogRecords> origins, Counts counts) {
    this.spool = spool;
    this.origins = origins;
    this.counts = counts;
  }

  /** The next ones; they are in hand until {@link #settle} or {@link #back}. */
  List<Waiting> take(int most, long now) {
    if (waiting.isEmpty()) {
      fill(now);
    }
    List<Waiting> batch = new ArrayList<>();
    while (batch.size() < most && !waiting.isEmpty()) {
      batch.add(waiting.removeFirst());
    }
    return batch;
  }

  void back(List<Waiting> batch) {
    for (int i = batch.size() - 1; i >= 0; i--) {
      waiting.addFirst(batch.get(i));
    }
  }

  /** Some are delivered or given up. */
  void settle() {
    Orphan file = orphan;
    if (file != null && file.settle()) {
      orphan = null;
    }
  }

  private void fill(long now) {
    while (waiting.isEmpty()) {
      Orphan file = orphan;
      if (file == null) {
        if (looked && now - lastLook < INTERVAL) {
          return;
        }
        file = spool.adopt();
        orphan = file;
        looked = file == null;
        lastLook = now;
        if (file == null) {
          return;
        }
      }
      read(file);
      if (waiting.isEmpty()) {
        settle();
        orphan = null;
      }
    }
  }

  private void read(Orphan file) {
    LogRecords records = origins.apply(file.about());
    for (int i = 0; i < Delivery.BATCH; i++) {
      Orphan.Spooled next = file.next();
      if (next == null) {
        break;
      }
      Event event = EventCodec.decode(next.payload());
      if (event == null) {
        next.receipt().done();
        counts.addRefused(1);
      } else {
        waiting.add(new Waiting(event, records).kept(next.receipt()));
        counts.addAdopted(1);
      }
    }
  }
}
