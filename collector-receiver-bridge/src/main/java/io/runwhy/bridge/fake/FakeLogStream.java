package io.runwhy.bridge.fake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A log stream of CloudWatch Logs. Lines can come late: after a number of reads (calls without a
 * token) or after a time; a stream whose lines are all late is missing until the first is there.
 * Thread-safe.
 */
public final class FakeLogStream {
  /** What the real one gives on one page. */
  static final int PAGE_EVENTS = 10_000;

  static final int PAGE_BYTES = 1024 * 1024;

  /** What each event weighs beside its text. */
  static final int EVENT_OVERHEAD = 26;

  private final String name;
  private final List<Event> events = new ArrayList<>();
  private int pageEvents = PAGE_EVENTS;
  private int emptyPages;
  private int reads;

  /** One event, and when it can be seen. */
  private record Event(long number, Instant time, String text, int afterReads) {}

  /** One event as it is read; {@code number} orders events of one time. */
  record Seen(Instant time, long number, String text) {
    static final Comparator<Seen> ORDER =
        Comparator.comparing(Seen::time).thenComparingLong(Seen::number);

    int weight() {
      return text.getBytes(StandardCharsets.UTF_8).length + EVENT_OVERHEAD;
    }
  }

  FakeLogStream(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Adds a line that is there at once; its text may have several lines. */
  public synchronized FakeLogStream line(Instant time, String text) {
    return add(time, text, 0);
  }

  /** Adds a line that is not there yet at the first so many reads. */
  public synchronized FakeLogStream lineAfterReads(int reads, Instant time, String text) {
    return add(time, text, reads);
  }

  /** Makes pages smaller than the real ones. */
  public synchronized FakeLogStream pages(int most) {
    pageEvents = most;
    return this;
  }

  /** Puts so many empty pages with a new token in front of each further page. */
  public synchronized FakeLogStream emptyPages(int count) {
    emptyPages = count;
    return this;
  }

  /** How often it was read from the start, found or not. */
  public synchronized int reads() {
    return reads;
  }

  synchronized int pageEvents() {
    return pageEvents;
  }

  synchronized int emptyPages() {
    return emptyPages;
  }

  synchronized void read() {
    reads++;
  }

  /** Whether all its lines are still to come. */
  synchronized boolean isMissing() {
    return !events.isEmpty() && seen().isEmpty();
  }

  /** What can be seen now, oldest first. */
  synchronized NavigableSet<Seen> seen() {
    NavigableSet<Seen> seen = new TreeSet<>(Seen.ORDER);
    for (Event event : events) {
      if (event.afterReads() < Math.max(1, reads)) {
        seen.add(new Seen(event.time(), event.number(), event.text()));
      }
    }
    return seen;
  }

  private FakeLogStream add(Instant time, String text, int afterReads) {
    events.add(new Event(events.size(), time, text, afterReads));
    return this;
  }
}
