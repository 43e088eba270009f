package io.runwhy.extension.emit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.runwhy.extension.emit.spool.Spool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Delivers events: into the spool first, then to the receiver; at once, in order, again until they
 * are taken. Its one thread never waits for the network, so the spool is written whatever the
 * receiver does. Records that the receiver refuses are looked for by halves and given up alone.
 */
final class Delivery implements Runnable {
  /** Events of one export. */
  static final int BATCH = 256;

  /** Tries of a single record at which the receiver fails, before it is given up. */
  static final int TRIES = 5;

  /** Shortest time between two lines that tell of trouble, in nanoseconds. */
  static final long SILENCE = TimeUnit.MINUTES.toNanos(1);

  private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

  private final EventQueue queue;
  private final Spool spool;
  private final Adoption adoption;
  private final Function<List<LogRecordData>, CompletableResultCode> exporter;
  private final Duration timeout;
  private final Backoff backoff;
  private final Counts counts;
  private final Consumer<String> log;
  private final AtomicInteger urgent = new AtomicInteger();
  private @Nullable Flight flight;
  private boolean said;
  private long lastSaid;
  private boolean adoptedNext = true;
  private int size = BATCH;
  private int failedAlone;
  private long nextTry = System.nanoTime();
  private volatile boolean broken;
  private volatile boolean reached;
  private volatile boolean refused;
  private final AtomicInteger departed = new AtomicInteger();
  private volatile int lastFailed;
  private volatile boolean hurried;
  private volatile boolean untidy;

  /**
   * @param exporter hands a batch to the receiver and does not wait
   * @param timeout of one export
   * @param log is told once when it breaks, once when it is back
   */
  Delivery(
      EventQueue queue,
      Spool spool,
      Adoption adoption,
      Function<List<LogRecordData>, CompletableResultCode> exporter,
      Duration timeout,
      Backoff backoff,
      Counts counts,
      Consumer<String> log) {
    this.queue = queue;
    this.spool = spool;
    this.adoption = adoption;
    this.exporter = exporter;
    this.timeout = timeout;
    this.backoff = backoff;
    this.counts = counts;
    this.log = log;
  }

  /** A batch that is on its way, the n-th. */
  private static final class Flight {
    final int number;
    final List<Waiting> batch;
    final boolean adopted;
    final CompletableResultCode result;
    final boolean unsendable;
    final long deadline;

    Flight(
        int number,
        List<Waiting> batch,
        boolean adopted,
        CompletableResultCode result,
        boolean unsendable,
        long deadline) {
      this.number = number;
      this.batch = batch;
      this.adopted = adopted;
      this.result = result;
      this.unsendable = unsendable;
      this.deadline = deadline;
    }
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          queue.await(step());
        } catch (RuntimeException | Error e) {
          // out of memory, for example: what waits stays where it is
          nextTry = System.nanoTime() + Backoff.FIRST;
          queue.await(Backoff.FIRST);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until all is delivered, at most this long. It is tried once more at once; when that fails
   * and the receiver has never answered, or nobody listens there, what is in the spool is not
   * waited for: the next process will deliver it.
   */
  boolean flush(Duration limit) {
    int before = departed.get();
    urgent.incrementAndGet();
    hurried = true;
    try {
      queue.signal();
      queue.await(
          limit.toNanos(),
          () ->
              (queue.isEmpty() && !untidy)
                  || ((refused || !reached)
                      && lastFailed > before
                      && spool.isOn()
                      && queue.isSpooled()));
      return queue.isEmpty();
    } finally {
      urgent.decrementAndGet();
    }
  }

  /** Does what can be done now; returns how long there is nothing more to do, in nanoseconds. */
  private long step() {
    keepFresh();
    Flight current = flight;
    if (current == null && untidy && queue.isEmpty()) {
      tidy();
      if (!untidy) {
        queue.signal();
      }
    }
    long now = System.nanoTime();
    if (current != null && (current.result.isDone() || now - current.deadline > 0)) {
      flight = null;
      land(current);
      current = null;
      now = System.nanoTime();
    }
    if (current == null) {
      if (hurried) {
        hurried = false;
        nextTry = now;
      } else if (urgent.get() > 0) {
        nextTry = Math.min(nextTry, now + Backoff.URGENT);
      }
      if (now - nextTry < 0) {
        return nextTry - now;
      }
      current = depart(now);
      flight = current;
    }
    if (current == null) {
      return Adoption.INTERVAL;
    }
    return current.result.isDone() ? 0 : current.deadline - now + GRACE;
  }

  private void keepFresh() {
    List<Waiting> fresh = queue.takeFresh();
    try {
      for (Waiting waiting : fresh) {
        waiting.kept(spool.isOn() ? spool.append(EventCodec.encode(waiting.event)) : null);
      }
    } finally {
      queue.ready(fresh);
    }
    List<Waiting> gone = queue.takeGone();
    if (!gone.isEmpty()) {
      gone.forEach(Waiting::done);
      spool.settle();
    }
    untidy = spool.hasFiles();
    counts.spool(spool.spooled(), spool.dropped());
  }

  /** Own events and adopted ones take turns. */
  private @Nullable Flight depart(long now) {
    adoptedNext = !adoptedNext;
    for (int i = 0; i < 2; i++) {
      boolean adopted = adoptedNext == (i == 0);
      List<Waiting> batch = adopted ? adoption.take(size, now) : queue.take(size);
      if (!batch.isEmpty()) {
        return export(batch, adopted, now + timeout.toNanos() + GRACE);
      }
    }
    return null;
  }

  private Flight export(List<Waiting> batch, boolean adopted, long deadline) {
    boolean unsendable = false;
    CompletableResultCode result;
    try {
      List<LogRecordData> records = null;
      try {
        records = batch.get(0).records.of(batch);
      } catch (RuntimeException | LinkageError e) {
        unsendable = true;
        throw e;
      }
      result = exporter.apply(records);
    } catch (Throwable e) {
      result = CompletableResultCode.ofExceptionalFailure(e);
    }

    return new Flight(
        departed.incrementAndGet(),
        batch,
        adopted,
        result.whenComplete(queue::signal),
        unsendable,
        deadline);
  }

  private void land(Flight landed) {
    Answer answer = landed.unsendable ? Answer.REFUSED : Answer.of(landed.result);
    List<Waiting> batch = landed.batch;
    if (Answer.isAnswered(landed.result)) {
      reached = true;
    }
    if (answer == Answer.DELIVERED) {
      delivered(batch.size());
      finish(landed);
    } else if (batch.size() > 1 && answer != Answer.LATER) {
      size = batch.size() / 2;
      putBack(landed);
      failed(answer == Answer.REFUSED ? 0 : pause(), landed);
    } else if (answer == Answer.REFUSED || (answer == Answer.FAILED && ++failedAlone >= TRIES)) {
      failedAlone = 0;
      counts.addRefused(1);
      finish(landed);
      failed(0, landed);
    } else {
      putBack(landed);
      failed(pause(), landed);
    }
  }

  private long pause() {
    return backoff.next(urgent.get() > 0);
  }

  private void delivered(int count) {
    counts.addDelivered(count);
    failedAlone = 0;
    size = Math.min(BATCH, size * 2);
    backoff.reset();
    nextTry = System.nanoTime();
    if (broken && said) {
      say(
          "events are delivered again; "
              + queue.size()
              + " wait, lost so far: "
              + (counts.dropped() + counts.refused()));
    }
    broken = false;
  }

  private void failed(long wait, Flight landed) {
    long now = System.nanoTime();
    nextTry = now + wait;
    refused = Answer.isConnectionRefused(landed.result);
    lastFailed = landed.number;
    if (!broken) {
      broken = true;
      said = lastSaid == 0 || now - lastSaid > SILENCE;
      if (said) {
        lastSaid = now;
        say(
            "events cannot be delivered ("
                + Answer.reason(landed.result)
                + "); they wait"
                + (spool.isOn() ? ", and are kept on disk" : ""));
      }
    }
    queue.signal();
  }

  private void say(String line) {
    try {
      log.accept(line);
    } catch (RuntimeException | LinkageError ignored) {
      // delivery goes on
    }
  }

  private void finish(Flight landed) {
    landed.batch.forEach(Waiting::done);
    if (landed.adopted) {
      adoption.settle();
      return;
    }
    spool.settle();
    tidy();
    queue.sent();
  }

  /** At the end of the process no empty file is left. */
  private void tidy() {
    if (untidy && urgent.get() > 0) {
      spool.tidy();
      untidy = spool.hasFiles();
    }
  }

  private void putBack(Flight landed) {
    if (landed.adopted) {
      adoption.back(landed.batch);
    } else {
      queue.back(landed.batch);
    }
  }
}
