package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.bridge.source.Outage;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Receives events from the queue on several threads. A message is deleted when what it tells has
 * been folded and the records that follow have been exported; until then it is kept out of the
 * sight of others. What stops in between comes again, and the tasks' versions make it known as old.
 * Never gives up.
 */
final class QueueConsumer implements AutoCloseable {
  static final String SOURCE = "ecs_queue";

  /** A closing consumer waits this long for what it has in hand. */
  static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private static final Logger logger = LoggerFactory.getLogger(QueueConsumer.class);

  private final QueueCalls calls;
  private final String url;
  private final String region;
  private final Duration visibility;
  private final MessageHandler handler;
  private final ObservationSink sink;
  private final BridgeStats stats;
  private final InstantSource clock;
  private final MessagesInHand hand;
  private final MessageDeleter deleter;
  private final VisibilityKeeper keeper;
  private final Outage outage;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean received;
  private volatile Instant lastMessage;

  QueueConsumer(
      QueueCalls calls,
      String url,
      String region,
      int consumers,
      Duration visibility,
      MessageHandler handler,
      ObservationSink sink,
      BridgeStats stats,
      InstantSource clock) {
    this.calls = calls;
    this.url = url;
    this.region = region;
    this.visibility = visibility;
    this.handler = handler;
    this.sink = sink;
    this.stats = stats;
    this.clock = clock;
    this.hand = new MessagesInHand(stats, clock);
    this.outage = new Outage("The ECS queue " + url, "cannot be read", clock, logger);
    this.deleter = new MessageDeleter(calls, hand, consumers, url, region, outage, stats, clock);
    this.keeper = new VisibilityKeeper(calls, hand, visibility, url, region, outage, stats, clock);
    this.lastMessage = clock.instant();
    for (int i = 1; i <= consumers; i++) {
      Thread thread = new Thread(this::run, "runwhy-ecs-queue-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    stats.gauge(RunMetrics.BRIDGE_WATCH_UP, SOURCE, () -> works() ? 1 : 0);
    stats.gauge(
        RunMetrics.BRIDGE_LAST_EVENT_AGE,
        SOURCE,
        () -> Duration.between(lastMessage, clock.instant()).toMillis() / 1e3);
  }

  void start() {
    threads.forEach(Thread::start);
    deleter.start();
    keeper.start();
  }

  /** Whether the last receive came through. */
  boolean works() {
    return received && !outage.isBroken();
  }

  /** Whether a receive has ever come through. */
  boolean hasReceived() {
    return received;
  }

  Duration oldestUnseen() {
    return hand.oldestUnseen();
  }

  /** Stops to receive, then deletes what has been handled, within bounded time. */
  @Override
  public void close() {
    closing.countDown();
    // A receive that is under way cannot be cut; what it still brings comes again.
    threads.forEach(Thread::interrupt);
    deleter.close(CLOSE_WAIT);
    keeper.close();
  }

  private void run() {
    while (closing.getCount() > 0) {
      try {
        receive();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        if (closing.getCount() == 0) {
          return;
        }
        hand.failed();
        stats.count(RunMetrics.BRIDGE_WATCH_FAILURES, SOURCE, 1);
        Duration wait = Trouble.of(e, "sqs:ReceiveMessage", url, region).tell(outage);
        if (waited(wait)) {
          return;
        }
      }
    }
  }

  private boolean waited(Duration wait) {
    try {
      return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void receive() throws InterruptedException {
    hand.reserve(QueueCalls.BATCH);
    int used = 0;
    try {
      Instant begun = clock.instant();
      // Nobody waits for 20 s to hear that the queue can be read, at last or again.
      List<Message> messages = calls.receive(works() ? QueueCalls.LONG_POLL : Duration.ZERO);
      if (closing.getCount() == 0) {
        return;
      }
      outage.works();
      received = true;
      List<InHand> found = new ArrayList<>(messages.size());
      for (Message message : messages) {
        found.add(taken(message, begun));
      }
      used = Math.min(found.size(), QueueCalls.BATCH);
      found.forEach(hand::add);
      hand.received(begun, found);
      if (!found.isEmpty()) {
        lastMessage = clock.instant();
      }
      for (int i = 0; i < found.size(); i++) {
        InHand message = found.get(i);
        var unused =
            handler
                .handle(message.id(), text(messages.get(i).body()))
                .whenComplete((handled, failure) -> handled(message, handled));
      }
    } finally {
      hand.release(QueueCalls.BATCH - used);
    }
  }

  private InHand taken(Message message, Instant begun) {
    String sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
    return new InHand(
        text(message.messageId()),
        text(message.receiptHandle()),
        sent != null && sent.matches("[0-9]{1,15}")
            ? Instant.ofEpochMilli(Long.parseLong(sent))
            : begun,
        begun,
        begun.plus(visibility));
  }

  private void handled(InHand message, MessageHandler.@Nullable Handled handled) {
    if (handled == null || handled.verdict() != MessageHandler.Verdict.DELETE) {
      // Left alone: the queue shows it again when its time is over.
      hand.remove(message);
      return;
    }
    try {
      sink.whenHandled(
          handled.ended(),
          () -> {
            message.setHandled();
            deleter.add(message);
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      hand.remove(message);
    }
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
