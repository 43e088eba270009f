package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The messages that were received and not yet deleted, and from them the age of the oldest event
 * that was not seen: while the queue cannot be read that age grows from the last time when nothing
 * older was left in it. Bounded: no more is received while {@link #LIMIT} are in hand. Thread-safe.
 */
final class MessagesInHand {
  static final int LIMIT = 5_000;

  private final InstantSource clock;
  private final Set<InHand> messages = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(LIMIT);
  private volatile Instant seenUntil;
  private volatile boolean failing;

  MessagesInHand(BridgeStats stats, InstantSource clock) {
    this.clock = clock;
    this.seenUntil = clock.instant();
    stats.gauge(RunMetrics.BRIDGE_QUEUE_DEPTH, QueueConsumer.SOURCE, messages::size);
    stats.gauge(
        RunMetrics.BRIDGE_OLDEST_UNSEEN,
        QueueConsumer.SOURCE,
        () -> oldestUnseen().toMillis() / 1e3);
  }

  /** Waits until so many messages may be received. */
  void reserve(int count) throws InterruptedException {
    room.acquire(count);
  }

  /** Gives back what was reserved and not used. */
  void release(int count) {
    room.release(count);
  }

  /** Takes a message for which there is room reserved. */
  void add(InHand message) {
    messages.add(message);
  }

  /** The message is deleted, or left to others. */
  void remove(InHand message) {
    if (messages.remove(message)) {
      room.release();
    }
  }

  int size() {
    return messages.size();
  }

  /** A receive that was begun at a time found these; an empty one found the queue empty. */
  void received(Instant begun, List<InHand> found) {
    failing = false;
    Instant until = found.stream().map(InHand::sent).min(Instant::compareTo).orElse(begun);
    synchronized (room) {
      if (until.isAfter(seenUntil)) {
        seenUntil = until;
      }
    }
  }

  void failed() {
    failing = true;
  }

  /** How old the oldest event is that may be waiting; zero when none is known. */
  Duration oldestUnseen() {
    Instant oldest =
        messages.stream()
            .filter(m -> !m.isHandled())
            .map(InHand::sent)
            .min(Instant::compareTo)
            .orElse(Instant.MAX);
    if (failing && seenUntil.isBefore(oldest)) {
      oldest = seenUntil;
    }
    Instant now = clock.instant();
    return oldest.isBefore(now) ? Duration.between(oldest, now) : Duration.ZERO;
  }

  /**
   * Messages whose time out of sight ends before a time.
   *
   * @param most how long after its receive a message is still renewed
   */
  List<InHand> expiring(Instant before, Duration most) {
    Instant now = clock.instant();
    return messages.stream()
        .filter(m -> m.hiddenUntil().isBefore(before) && m.received().plus(most).isAfter(now))
        .toList();
  }
}
