package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.source.Outage;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages in hand out of the sight of other receivers: a look-up that is throttled for an
 * hour would else count as five receives and send a good message to the dead-letter queue.
 */
final class VisibilityKeeper implements AutoCloseable {
  /** SQS hides a message for 12 hours at the most, from its receive on. */
  static final Duration LONGEST = Duration.ofHours(11);

  private static final Logger logger = LoggerFactory.getLogger(VisibilityKeeper.class);

  private final QueueCalls calls;
  private final MessagesInHand hand;
  private final Duration visibility;
  private final String url;
  private final String region;
  private final BridgeStats stats;
  private final InstantSource clock;
  private final Outage outage;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "runwhy-ecs-visibility");

  VisibilityKeeper(
      QueueCalls calls,
      MessagesInHand hand,
      Duration visibility,
      String url,
      String region,
      Outage ofQueue,
      BridgeStats stats,
      InstantSource clock) {
    this.calls = calls;
    this.hand = hand;
    this.visibility = visibility;
    this.url = url;
    this.region = region;
    this.stats = stats;
    this.clock = clock;
    this.outage =
        new Outage(
            "Keeping messages of the ECS queue " + url + " hidden",
            "fails",
            clock,
            logger,
            ofQueue);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }

  private void run() {
    try {
      while (!closing.await(visibility.toMillis() / 8, TimeUnit.MILLISECONDS)) {
        keep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hides what would show itself before half of the configured time is over. */
  void keep() {
    List<InHand> due = hand.expiring(clock.instant().plus(visibility.dividedBy(2)), LONGEST);
    for (int from = 0; from < due.size(); from += QueueCalls.BATCH) {
      List<InHand> batch = due.subList(from, Math.min(from + QueueCalls.BATCH, due.size()));
      try {
        Instant until = clock.instant().plus(visibility);
        QueueCalls.Refused refused = calls.hide(batch);
        batch.stream().filter(m -> !refused.again().contains(m)).forEach(m -> m.hide(until));
        outage.works();
      } catch (RuntimeException e) {
        if (closing.getCount() == 0) {
          return;
        }
        stats.count(RunMetrics.BRIDGE_WATCH_FAILURES, QueueConsumer.SOURCE, 1);
        // The next round comes long before the time is over.
        var unused = Trouble.of(e, "sqs:ChangeMessageVisibility", url, region).tell(outage);
      }
    }
  }
}
