package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.bridge.source.Outage;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Lists and describes all tasks of the watched clusters, again and again. Works alone, and beside a
 * queue it finds what the queue lost. A call that fails is tried again in its place, so that a
 * sweep goes on where it was; a cluster that may not be read or is not there is left until the next
 * sweep.
 */
final class Sweep implements AutoCloseable {
  static final String SOURCE = "ecs_sweep";

  /** A task that runs is described again this often; when it ends it changes its list. */
  static final Duration AGAIN = Duration.ofMinutes(5);

  /** A task that ECS does not know is lost when nothing was heard of it for this long. */
  static final Duration SILENCE = Duration.ofMinutes(1);

  /**
   * Tasks told whose records have not left yet, at the most: while the Collector is away a sweep of
   * all tasks would fill the queue in front of it until records are dropped.
   */
  static final int AHEAD = 500;

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Logger logger = LoggerFactory.getLogger(Sweep.class);

  private final EcsCalls calls;
  private final Clusters clusters;
  private final String region;
  private final Supplier<Duration> interval;
  private final TaskIntake intake;
  private final TaskTable table;
  private final ObservationSink sink;
  private final BridgeStats stats;
  private final InstantSource clock;
  private final Map<Clusters.Watched, Outage> outages = new LinkedHashMap<>();
  private final Semaphore room = new Semaphore(AHEAD);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "runwhy-ecs-sweep");
  private boolean toldBad;
  private volatile Instant last = Instant.MIN;
  private volatile boolean done;

  /** A cluster that cannot be swept now. */
  private static final class SkippedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Makes nothing yet.
   *
   * @param interval asked each second, so that a broken queue is stood in for at once
   */
  Sweep(
      EcsCalls calls,
      Clusters clusters,
      String region,
      Supplier<Duration> interval,
      TaskIntake intake,
      TaskTable table,
      ObservationSink sink,
      BridgeStats stats,
      InstantSource clock) {
    this.calls = calls;
    this.clusters = clusters;
    this.region = region;
    this.interval = interval;
    this.intake = intake;
    this.table = table;
    this.sink = sink;
    this.stats = stats;
    this.clock = clock;
    clusters
        .all()
        .forEach(
            c ->
                outages.put(
                    c, new Outage("ECS cluster " + c.asked(), "cannot be listed", clock, logger)));
    Instant begun = clock.instant();
    thread.setDaemon(true);
    stats.gauge(
        RunMetrics.BRIDGE_WATCH_UP,
        SOURCE,
        () -> done && outages.values().stream().noneMatch(Outage::isBroken) ? 1 : 0);
    stats.gauge(
        RunMetrics.BRIDGE_LAST_EVENT_AGE,
        SOURCE,
        () -> Duration.between(done ? last : begun, clock.instant()).toMillis() / 1e3);
  }

  void start() {
    thread.start();
  }

  /** Whether all clusters have been swept once, as far as they may be read. */
  boolean isDone() {
    return done;
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }

  private void run() {
    try {
      do {
        if (last.equals(Instant.MIN) || !last.plus(interval.get()).isAfter(clock.instant())) {
          sweep();
        }
      } while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sweeps every cluster once. */
  void sweep() throws InterruptedException {
    for (Clusters.Watched cluster : clusters.all()) {
      try {
        sweep(cluster);
      } catch (SkippedException skipped) {
        // Told and counted where it was thrown; the next sweep tries again.
        logger.debug("The cluster {} is left until the next sweep", cluster.asked());
      }
    }
    last = clock.instant();
    done = true;
  }

  private void sweep(Clusters.Watched cluster) throws InterruptedException, SkippedException {
    Set<String> listed = new HashSet<>();
    List<String> wanted = new ArrayList<>();
    for (boolean running : new boolean[] {true, false}) {
      String next = null;
      do {
        String token = next;
        EcsCalls.Page page =
            call(cluster, "ecs:ListTasks", () -> calls.list(cluster.asked(), running, token));
        for (String arn : page.arns()) {
          if (listed.add(arn) && table.isWorthDescribing(arn, running, AGAIN)) {
            wanted.add(arn);
          }
        }
        describe(cluster, wanted, EcsCalls.BATCH);
        next = page.next();
      } while (next != null);
    }
    table.silent(cluster, SILENCE).stream().filter(a -> !listed.contains(a)).forEach(wanted::add);
    describe(cluster, wanted, 1);
  }

  /** Describes what is wanted in whole batches, as long as there are at least so many. */
  private void describe(Clusters.Watched cluster, List<String> wanted, int least)
      throws InterruptedException, SkippedException {
    while (wanted.size() >= least) {
      List<String> head = wanted.subList(0, Math.min(EcsCalls.BATCH, wanted.size()));
      List<String> batch = List.copyOf(head);
      head.clear();
      EcsCalls.Described described =
          call(cluster, "ecs:DescribeTasks", () -> calls.describe(cluster.asked(), batch));
      int told = described.tasks().size();
      room.acquire(told);
      for (JsonNode task : described.tasks()) {
        take(task);
      }
      sink.whenHandled(() -> room.release(told));
      table.described(batch);
      for (String arn : described.missing()) {
        RunKey run = table.lost(arn, SILENCE);
        if (run != null) {
          sink.accept(new Observation.TaskLost(run, arn));
        }
      }
    }
  }

  private void take(JsonNode task) throws InterruptedException {
    try {
      TaskIntake.Outcome unused = intake.described(task);
    } catch (RuntimeException e) {
      stats.count(RunMetrics.BRIDGE_BAD_OBJECTS, SOURCE, 1);
      if (!toldBad) {
        toldBad = true;
        logger.warn("A task cannot be read; it is skipped, and further ones are only counted", e);
      }
    }
  }

  private <T> T call(Clusters.Watched cluster, String action, Supplier<T> call)
      throws InterruptedException, SkippedException {
    Outage outage = outages.get(cluster);
    while (outage != null) {
      try {
        T answer = call.get();
        outage.works();
        return answer;
      } catch (RuntimeException e) {
        if (closing.getCount() == 0) {
          throw new InterruptedException();
        }
        stats.count(RunMetrics.BRIDGE_WATCH_FAILURES, SOURCE, 1);
        Trouble trouble = Trouble.of(e, action, cluster.asked(), region);
        Duration wait = trouble.tell(outage);
        if (trouble.kind().isLasting()) {
          throw new SkippedException();
        }
        if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new InterruptedException();
        }
      }
    }
    throw new SkippedException();
  }
}
