package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.bridge.source.Outage;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers evidence requests about tasks in the background: two threads, a bounded number of
 * requests. Waiting for late lines holds no thread. Every request is answered, well or badly; what
 * may not be read is told as a missing fact and lowers confidence, nothing stops.
 */
final class TaskEvidenceReader implements AutoCloseable {
  static final int THREADS = 2;

  /** Requests on their way at the most; beyond, a request is answered at once without reading. */
  static final int CAPACITY = 2_000;

  private static final Logger logger = LoggerFactory.getLogger(TaskEvidenceReader.class);

  private final ObservationSink sink;
  private final BridgeStats stats;
  private final UnaryOperator<Duration> waits;
  private final Means means;
  private final AtomicInteger open = new AtomicInteger();
  private final ScheduledThreadPoolExecutor executor;
  private final ThreadPoolExecutor refused;

  TaskEvidenceReader(
      AwsClients clients, LogsConfig config, ObservationSink sink, BridgeStats stats) {
    this(clients, config, sink, stats, InstantSource.system(), UnaryOperator.identity());
  }

  /** With a clock, and waits as a test wants them. */
  TaskEvidenceReader(
      AwsClients clients,
      LogsConfig config,
      ObservationSink sink,
      BridgeStats stats,
      InstantSource clock,
      UnaryOperator<Duration> waits) {
    this.sink = sink;
    this.stats = stats;
    this.waits = waits;
    Refusals refusals = new Refusals();
    this.means =
        new Means(
            new TaskFacts(clients, stats, refusals, clock),
            new CloudWatchLogs(clients::logs, config, stats),
            refusals,
            new Outage("Reading definitions, hosts and logs of ECS tasks", "fails", clock, logger),
            clients.region(),
            sink,
            stats,
            clock);
    this.executor = new ScheduledThreadPoolExecutor(THREADS, threads("runwhy-ecs-evidence"));
    this.refused =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(CAPACITY),
            threads("runwhy-ecs-evidence-refused"),
            new ThreadPoolExecutor.DiscardPolicy());
    stats.gauge(RunMetrics.BRIDGE_QUEUE_DEPTH, "ecs_evidence", open::get);
  }

  /** Takes the request. Never blocks. */
  void read(EvidenceRequest.OfTask request) {
    if (open.incrementAndGet() > CAPACITY) {
      open.decrementAndGet();
      stats.count(RunMetrics.BRIDGE_DROPPED, "ecs_evidence_queue_full", 1);
      // Told from another thread: the caller is the one that empties the sink's queue. One thread
      // and a bounded queue; a request that finds no room even there is not answered, and the run
      // closes when its time is over.
      refused.execute(() -> refuse(request));
      return;
    }
    later(new TaskReading(request, means), Duration.ZERO);
  }

  @Override
  public void close() {
    executor.shutdownNow();
    refused.shutdownNow();
  }

  private void later(TaskReading reading, Duration wait) {
    try {
      ScheduledFuture<?> unused =
          executor.schedule(() -> advance(reading), wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      open.decrementAndGet();
    }
  }

  private void advance(TaskReading reading) {
    try {
      @Nullable Duration wait = tried(reading);
      if (wait != null) {
        later(reading, waits.apply(wait));
        return;
      }
      if (reading.isFirst()) {
        sink.accept(new Observation.EvidenceAnswered(reading.request().key(), reading.request()));
      }
      @Nullable Duration afterwards = reading.afterwards();
      if (afterwards != null) {
        later(reading.again(), waits.apply(afterwards));
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open.decrementAndGet();
  }

  private @Nullable Duration tried(TaskReading reading) throws InterruptedException {
    try {
      return reading.advance();
    } catch (RuntimeException e) {
      stats.count(RunMetrics.BRIDGE_BAD_OBJECTS, "ecs_evidence", 1);
      logger.warn("Evidence of {} could not be read", reading.request().key().runId(), e);
      return null;
    }
  }

  private void refuse(EvidenceRequest.OfTask request) {
    try {
      sink.accept(
          new Observation.FactMissing(
              request.key(),
              "task definition and logs: the bridge had too much to read at that time"));
      sink.accept(new Observation.EvidenceAnswered(request.key(), request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + '-' + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
