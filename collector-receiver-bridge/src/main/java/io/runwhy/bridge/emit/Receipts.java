package io.runwhy.bridge.emit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Tells when everything that was queued up to a point has left: exported, or given up and counted.
 * Sources that hold on to what they delivered until then lose nothing when the process dies.
 * Thread-safe.
 */
final class Receipts {
  private final Deque<Receipt> waiting = new ArrayDeque<>();
  private long logsLeft;
  private long spansLeft;

  private record Receipt(long logs, long spans, Runnable done) {}

  /** Runs {@code done} when so many logs and spans have left; at once if they have. */
  void await(long logs, long spans, Runnable done) {
    boolean now;
    synchronized (this) {
      now = waiting.isEmpty() && logs <= logsLeft && spans <= spansLeft;
      if (!now) {
        waiting.addLast(new Receipt(logs, spans, done));
      }
    }
    if (now) {
      done.run();
    }
  }

  /** So many logs have left since the start. */
  void logsLeft(long count) {
    settle(count, -1);
  }

  /** So many spans have left since the start. */
  void spansLeft(long count) {
    settle(-1, count);
  }

  private void settle(long logs, long spans) {
    List<Runnable> done = new ArrayList<>(0);
    synchronized (this) {
      logsLeft = Math.max(logsLeft, logs);
      spansLeft = Math.max(spansLeft, spans);
      Receipt first = waiting.peekFirst();
      while (first != null && first.logs() <= logsLeft && first.spans() <= spansLeft) {
        waiting.removeFirst();
        done.add(first.done());
        first = waiting.peekFirst();
      }
    }
    done.forEach(Runnable::run);
  }
}
