package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.Outage;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Looks up the tags of tasks: what is asked for within a moment goes out in one DescribeTasks call.
 * A failed call is tried again until it succeeds; only a lasting lack of permission ends in "no
 * tags", so that runs are then told by the names of their tasks instead of never.
 */
final class TagLookup implements AutoCloseable {
  /** How long a look-up waits for others to go with. */
  static final Duration LINGER = Duration.ofMillis(100);

  /** Look-ups that wait at the most; beyond, who asks has to wait. */
  static final int QUEUE_CAPACITY = 10_000;

  /** A missing permission is waited for this long: a new one takes minutes to work everywhere. */
  static final Duration DENIED_HOLD = Duration.ofMinutes(5);

  static final String SOURCE = "ecs_tags";

  private static final Logger logger = LoggerFactory.getLogger(TagLookup.class);

  private final EcsCalls calls;
  private final String region;
  private final BridgeStats stats;
  private final Outage outage;
  private final BlockingQueue<Wanted> queue = new LinkedBlockingQueue<>(QUEUE_CAPACITY);
  private final Map<String, Wanted> open = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "runwhy-ecs-tags");

  private record Wanted(String cluster, String arn, CompletableFuture<JsonNode> answer) {}

  TagLookup(EcsCalls calls, String region, BridgeStats stats, InstantSource clock) {
    this.calls = calls;
    this.region = region;
    this.stats = stats;
    this.outage = new Outage("The look-up of tags of ECS tasks", "fails", clock, logger);
    thread.setDaemon(true);
    stats.gauge(RunMetrics.BRIDGE_QUEUE_DEPTH, SOURCE, open::size);
  }

  void start() {
    thread.start();
  }

  /**
   * The tags of a task, a list of keys and values; empty when ECS does not know the task or it has
   * none. Completed on the thread of the look-up.
   */
  CompletableFuture<JsonNode> tags(String cluster, String arn) throws InterruptedException {
    Wanted wanted = new Wanted(cluster, arn, new CompletableFuture<>());
    Wanted before = open.putIfAbsent(arn, wanted);
    if (before != null) {
      return before.answer();
    }
    queue.put(wanted);
    return wanted.answer();
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }

  private void run() {
    while (closing.getCount() > 0) {
      try {
        for (List<Wanted> batch : gather()) {
          lookUp(batch);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Waits for the first, then a moment for more; one batch a cluster. */
  private Iterable<List<Wanted>> gather() throws InterruptedException {
    Map<String, List<Wanted>> batches = new LinkedHashMap<>();
    Wanted next = queue.take();
    long end = System.nanoTime() + LINGER.toNanos();
    int size = 0;
    while (next != null) {
      batches.computeIfAbsent(next.cluster(), c -> new ArrayList<>()).add(next);
      size++;
      next =
          size == EcsCalls.BATCH ? null : queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    return batches.values();
  }

  private void lookUp(List<Wanted> batch) throws InterruptedException {
    String cluster = batch.get(0).cluster();
    List<String> arns = batch.stream().map(Wanted::arn).toList();
    while (true) {
      try {
        Map<String, JsonNode> tags = new LinkedHashMap<>();
        for (JsonNode task : calls.describe(cluster, arns).tasks()) {
          JsonNode found = Fields.child(task, "tags");
          if (found != null) {
            tags.put(Fields.text(task, "taskArn"), found);
          }
        }
        outage.works();
        batch.forEach(w -> answer(w, tags.getOrDefault(w.arn(), none())));
        return;
      } catch (RuntimeException e) {
        Trouble trouble = Trouble.of(e, "ecs:DescribeTasks", cluster, region);
        if (closing.getCount() == 0) {
          throw new InterruptedException();
        }
        stats.count(RunMetrics.BRIDGE_WATCH_FAILURES, SOURCE, 1);
        Duration wait = trouble.tell(outage);
        boolean hopeless =
            trouble.kind() == Trouble.Kind.DENIED
                ? outage.lasted().compareTo(DENIED_HOLD) > 0
                : trouble.kind().isLasting();
        if (hopeless) {
          stats.count(RunMetrics.BRIDGE_DROPPED, "ecs_tags", batch.size());
          batch.forEach(w -> answer(w, none()));
          return;
        }
        if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new InterruptedException();
        }
      }
    }
  }

  private void answer(Wanted wanted, JsonNode tags) {
    open.remove(wanted.arn());
    wanted.answer().complete(tags);
  }

  private static JsonNode none() {
    return JsonNodeFactory.instance.arrayNode();
  }
}
