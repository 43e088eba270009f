package io.runwhy.bridge.app;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunCounts;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.bridge.timeline.RunTimeline;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the timeline. Observations and questions come through one bounded queue;
 * a full queue blocks the source, which slows its watch, so nothing is lost. A failure while one
 * observation is handled is counted and logged, and the loop goes on.
 */
final class Pipeline implements ObservationSink, AutoCloseable {
  /** Observations that wait at the most. */
  static final int QUEUE_CAPACITY = 10_000;

  static final Duration TICK = Duration.ofSeconds(1);

  private static final Logger logger = LoggerFactory.getLogger(Pipeline.class);

  private final RunTimeline timeline;
  private final Consumer<List<RunChange>> changes;
  private final Consumer<Runnable> exported;
  private final Consumer<EvidenceRequest> requests;
  private final BridgeStats stats;
  private final InstantSource clock;
  private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);

  /** As many as sources have in hand at the most. */
  private final List<Marker> held = new ArrayList<>();

  private final Thread thread;
  private volatile boolean closed;
  private volatile int liveRuns;
  private volatile double lag;
  private volatile RunCounts counts = new RunCounts(List.of());

  private sealed interface Work {}

  private record Fold(Observation observation, long queuedAt) implements Work {}

  private record Question(Runnable body) implements Work {}

  /** {@code runs} are waited for while they are closing. */
  private record Marker(Set<RunKey> runs, Runnable done) implements Work {}

  /**
   * Nothing runs yet.
   *
   * @param exported runs what it is given when all changes so far have been exported
   */
  Pipeline(
      RunTimeline timeline,
      Consumer<List<RunChange>> changes,
      Consumer<Runnable> exported,
      Consumer<EvidenceRequest> requests,
      BridgeStats stats,
      InstantSource clock) {
    this.timeline = timeline;
    this.changes = changes;
    this.exported = exported;
    this.requests = requests;
    this.stats = stats;
    this.clock = clock;
    this.thread = new Thread(this::loop, "runwhy-timeline");
    thread.setDaemon(true);
    stats.gauge(RunMetrics.BRIDGE_QUEUE_DEPTH, "observations", queue::size);
    stats.gauge(RunMetrics.BRIDGE_LAG, "", () -> lag);
    stats.gauge(RunMetrics.BRIDGE_TRACKED_RUNS, "", () -> liveRuns);
  }

  void start() {
    thread.start();
  }

  @Override
  public void accept(Observation observation) throws InterruptedException {
    queue.put(new Fold(observation, System.nanoTime()));
  }

  @Override
  public void whenHandled(Runnable done) throws InterruptedException {
    queue.put(new Marker(Set.of(), done));
  }

  @Override
  public void whenHandled(Set<RunKey> runs, Runnable done) throws InterruptedException {
    queue.put(new Marker(Set.copyOf(runs), done));
  }

  /** Live runs by state, as of the last tick. */
  RunCounts counts() {
    return counts;
  }

  /**
   * Asks the timeline on its own thread. Fails when the bridge stops or is too busy to take a
   * question.
   */
  <T extends @Nullable Object> CompletableFuture<T> ask(Function<RunTimeline, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Question work =
        new Question(
            () -> {
              try {
                answer.complete(question.apply(timeline));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    if (closed || !queue.offer(work)) {
      answer.completeExceptionally(new RejectedExecutionException("the bridge is busy"));
    }
    return answer;
  }

  /** Handles what is queued, then stops. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    long nextTick = System.nanoTime();
    while (!(closed && queue.isEmpty())) {
      try {
        long wait = nextTick - System.nanoTime();
        Work work = queue.poll(Math.max(0, Math.min(wait, TICK.toNanos())), TimeUnit.NANOSECONDS);
        if (work != null) {
          handle(work);
        }
        if (System.nanoTime() - nextTick >= 0) {
          nextTick = System.nanoTime() + TICK.toNanos();
          deliver(timeline.tick(clock.instant()));
          held.removeIf(this::settled);
          counts = timeline.counts();
          liveRuns = timeline.liveRuns();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        stats.count(RunMetrics.BRIDGE_DROPPED, "timeline_error", 1);
        logger.error("An observation could not be handled; the bridge goes on", e);
      }
    }
  }

  private void handle(Work work) {
    if (work instanceof Fold fold) {
      lag = (System.nanoTime() - fold.queuedAt()) / 1e9;
      deliver(timeline.observe(fold.observation(), clock.instant()));
    } else if (work instanceof Question question) {
      question.body().run();
    } else if (work instanceof Marker marker) {
      if (!settled(marker)) {
        held.add(marker);
      }
    }
  }

  /** Whether nothing more is waited for; its work is then told once all has been exported. */
  private boolean settled(Marker marker) {
    if (marker.runs().stream().anyMatch(timeline::isClosing)) {
      return false;
    }
    exported.accept(marker.done());
    return true;
  }

  private void deliver(RunTimeline.Step step) {
    if (!step.changes().isEmpty()) {
      changes.accept(step.changes());
    }
    step.requests().forEach(requests);
  }
}
