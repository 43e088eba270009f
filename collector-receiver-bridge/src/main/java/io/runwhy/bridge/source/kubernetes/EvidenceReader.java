package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.config.KubernetesConfig;
import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.bridge.source.RateLimiter;
import io.runwhy.conventions.RunMetrics;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers evidence requests in the background: two threads, a bounded queue, one shared rate limit.
 * Every request is answered, well or badly; what may not be read is told as a missing fact and
 * lowers confidence, nothing stops.
 */
final class EvidenceReader implements AutoCloseable {
  static final int THREADS = 2;

  /** Requests that wait at the most; beyond, a request is answered at once without reading. */
  static final int QUEUE_CAPACITY = 2_000;

  static final int BURST = 20;

  private static final Logger logger = LoggerFactory.getLogger(EvidenceReader.class);

  private final ObservationSink sink;
  private final BridgeStats stats;
  private final RateLimiter limiter;
  private final LogReader logs;
  private final FactReader facts;
  private final ThreadPoolExecutor executor;
  private final ThreadPoolExecutor refusals;

  EvidenceReader(
      Api api,
      KubernetesConfig config,
      LogsConfig logsConfig,
      ObservationSink sink,
      BridgeStats stats) {
    this.sink = sink;
    this.stats = stats;
    this.limiter = new RateLimiter(config.requestsPerSecond(), BURST);
    this.logs = new LogReader(api, logsConfig);
    this.facts = new FactReader(api, limiter, stats, sink);
    AtomicInteger number = new AtomicInteger();
    this.executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_CAPACITY),
            task -> {
              Thread thread = new Thread(task, "runwhy-evidence-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.refusals =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_CAPACITY),
            task -> {
              Thread thread = new Thread(task, "runwhy-evidence-refused");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    stats.gauge(RunMetrics.BRIDGE_QUEUE_DEPTH, "evidence", () -> executor.getQueue().size());
  }

  /** Queues the request. Never blocks. */
  void read(EvidenceRequest.OfPods request) {
    try {
      executor.execute(() -> answer(request));
    } catch (RejectedExecutionException full) {
      stats.count(RunMetrics.BRIDGE_DROPPED, "evidence_queue_full", 1);
      // Told from another thread: the caller is the one that empties the sink's queue. One thread
      // and a bounded queue; a request that finds no room even there is not answered, and the run
      // closes when its time is over.
      refusals.execute(() -> giveUp(request));
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    refusals.shutdownNow();
  }

  private void giveUp(EvidenceRequest.OfPods request) {
    try {
      sink.accept(
          new Observation.FactMissing(
              request.key(), "events and logs: the bridge had too much to read at that time"));
      sink.accept(new Observation.EvidenceAnswered(request.key(), request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(EvidenceRequest.OfPods request) {
    try {
      try {
        // Logs first: the pod may be deleted any moment.
        for (EvidenceRequest.LogRef ref : request.logs()) {
          turn("logs");
          sink.accept(new Observation.LogRead(request.key(), logs.read(request.namespace(), ref)));
        }
        facts.read(request);
      } catch (IOException e) {
        missing(request, "the API server could not be asked: " + e.getMessage());
      } catch (RuntimeException e) {
        stats.count(RunMetrics.BRIDGE_BAD_OBJECTS, "evidence", 1);
        logger.warn("Evidence of {} could not be read", request.key().runId(), e);
      }
      sink.accept(new Observation.EvidenceAnswered(request.key(), request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn(String what) throws InterruptedException {
    limiter.acquire();
    stats.count(RunMetrics.BRIDGE_READS, what, 1);
  }

  private void missing(EvidenceRequest.OfPods request, String what) throws InterruptedException {
    sink.accept(new Observation.FactMissing(request.key(), what));
  }
}
