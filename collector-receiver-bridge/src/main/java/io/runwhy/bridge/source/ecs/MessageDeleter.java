package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.source.Outage;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes handled messages, ten a call, on threads of its own. Tries again until SQS takes it; a
 * receipt that SQS no longer knows is let go: that message comes again and is known as old then.
 */
final class MessageDeleter {
  /** How long a message waits for others to be deleted with. */
  static final Duration LINGER = Duration.ofMillis(50);

  private static final Logger logger = LoggerFactory.getLogger(MessageDeleter.class);

  private final QueueCalls calls;
  private final MessagesInHand hand;
  private final String url;
  private final String region;
  private final BridgeStats stats;
  private final Outage outage;

  /** As many as are in hand at the most. */
  private final BlockingQueue<InHand> queue = new LinkedBlockingQueue<>();

  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  MessageDeleter(
      QueueCalls calls,
      MessagesInHand hand,
      int count,
      String url,
      String region,
      Outage ofQueue,
      BridgeStats stats,
      InstantSource clock) {
    this.calls = calls;
    this.hand = hand;
    this.url = url;
    this.region = region;
    this.stats = stats;
    this.outage = new Outage("Deleting from the ECS queue " + url, "fails", clock, logger, ofQueue);
    for (int i = 1; i <= count; i++) {
      Thread thread = new Thread(this::run, "runwhy-ecs-delete-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** Takes a handled message. Never blocks. */
  void add(InHand message) {
    queue.add(message);
  }

  /** Waits until nothing is in hand, but not for longer than told. */
  void close(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    try {
      while (hand.size() > 0 && !outage.isBroken() && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closing.countDown();
    threads.forEach(Thread::interrupt);
  }

  private void run() {
    List<InHand> batch = new ArrayList<>();
    while (closing.getCount() > 0) {
      try {
        if (batch.isEmpty()) {
          gather(batch);
        }
        delete(batch);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        if (closing.getCount() == 0 || failed(e)) {
          return;
        }
      }
    }
  }

  private void gather(List<InHand> batch) throws InterruptedException {
    batch.add(queue.take());
    long end = System.nanoTime() + LINGER.toNanos();
    while (batch.size() < QueueCalls.BATCH) {
      InHand next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
    }
  }

  private void delete(List<InHand> batch) throws InterruptedException {
    QueueCalls.Refused refused = calls.delete(batch);
    stats.count(RunMetrics.BRIDGE_DROPPED, "ecs_receipt_expired", refused.lost().size());
    batch.stream().filter(m -> !refused.again().contains(m)).forEach(hand::remove);
    batch.clear();
    if (refused.again().isEmpty()) {
      outage.works();
      return;
    }
    batch.addAll(refused.again());
    stats.count(RunMetrics.BRIDGE_WATCH_FAILURES, QueueConsumer.SOURCE, 1);
    Duration wait = outage.broke("PARTLY", "SQS takes only a part of them", true);
    if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException();
    }
  }

  private boolean failed(RuntimeException e) {
    stats.count(RunMetrics.BRIDGE_WATCH_FAILURES, QueueConsumer.SOURCE, 1);
    Duration wait = Trouble.of(e, "sqs:DeleteMessage", url, region).tell(outage);
    try {
      return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
