package io.runwhy.extension.emit.spool;

import java.util.ArrayDeque;
import java.util.Deque;

/** What of a file is not delivered yet, in the order of the file. Used by one thread. */
final class Ledger {
  private final Deque<Entry> open = new ArrayDeque<>();
  private long delivered;

  Ledger(long delivered) {
    this.delivered = delivered;
  }

  private static final class Entry implements Receipt {
    final long end;
    boolean done;

    Entry(long end) {
      this.end = end;
    }

    @Override
    public void done() {
      done = true;
    }
  }

  Receipt add(long end) {
    Entry entry = new Entry(end);
    open.addLast(entry);
    return entry;
  }

  /** The offset up to which all is delivered, whatever is delivered behind it. */
  long delivered() {
    for (Entry first = open.peekFirst(); first != null && first.done; first = open.peekFirst()) {
      delivered = first.end;
      open.removeFirst();
    }
    return delivered;
  }

  boolean isEmpty() {
    delivered();
    return open.isEmpty();
  }

  int size() {
    return open.size();
  }

  void restart(long offset) {
    delivered = offset;
  }
}
