package io.runwhy.bridge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.diagnosis.Diagnoser;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.bridge.source.ecs.EcsObjects;
import io.runwhy.bridge.source.ecs.EcsPresets;
import io.runwhy.bridge.testing.EcsTasks;
import io.runwhy.bridge.timeline.RunTimeline;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private final BridgeStats stats = new BridgeStats();
  private final List<String> order = new CopyOnWriteArrayList<>();

  private final BlockingQueue<EvidenceRequest> requests = new LinkedBlockingQueue<>();

  @Test
  void whatWasDeliveredBeforeIsHandedOnBeforeItIsSaidToBeHandled() throws InterruptedException {
    try (Pipeline pipeline = pipeline("")) {
      pipeline.accept(refused());
      pipeline.whenHandled(() -> order.add("handled"));
      assertThat(order).isEmpty();
      pipeline.start();

      await().until(() -> order.contains("handled"));
      assertThat(order).containsExactly("changes", "ended", "exported", "handled");
    }
  }

  @Test
  void theMessageOfARunThatIsOverIsHeldUntilItsLastWord() throws Exception {
    Observation.OfRun stopped =
        new EcsObjects(EcsPresets.standard()).runs(EcsTasks.stopped("a", 5, 1)).get(0).get(0);
    try (Pipeline pipeline = pipeline("")) {
      pipeline.accept(stopped);
      pipeline.whenHandled(() -> order.add("seen"));
      pipeline.whenHandled(Set.of(stopped.key()), () -> order.add("handled"));
      pipeline.start();

      await().until(() -> order.contains("seen"));
      assertThat(order).doesNotContain("handled", "ended");
      EvidenceRequest asked = requests.take();
      pipeline.accept(new Observation.EvidenceAnswered(stopped.key(), asked));

      await().until(() -> order.contains("handled"));
      assertThat(order.indexOf("ended")).isNotNegative().isLessThan(order.indexOf("handled"));
    }
  }

  @Test
  void anObservationThatCannotBeHandledDoesNotHoldItsMessageForEver() throws InterruptedException {
    try (Pipeline pipeline = pipeline("broken")) {
      pipeline.start();
      pipeline.accept(refused());
      pipeline.whenHandled(() -> order.add("handled"));

      await().until(() -> order.contains("handled"));
      assertThat(stats.counter(RunMetrics.BRIDGE_DROPPED, "timeline_error")).isPositive();
    }
  }

  private Pipeline pipeline(String trouble) {
    Diagnoser diagnoser = Diagnoser.standard();
    return new Pipeline(
        new RunTimeline(
            quick(),
            diagnoser::diagnose,
            diagnoser::mains,
            abnormal -> abnormal,
            stats,
            Instant.now()),
        changes -> {
          if (!trouble.isEmpty()) {
            throw new IllegalStateException(trouble);
          }
          if (!order.contains("changes")) {
            order.add("changes");
          }
          if (changes.stream().anyMatch(RunChange.RunEnded.class::isInstance)
              && !order.contains("ended")) {
            order.add("ended");
          }
        },
        done -> {
          order.add("exported");
          done.run();
        },
        requests::add,
        stats,
        InstantSource.system());
  }

  /** Runs close after two seconds, evidence or not. */
  private static TimelineConfig quick() {
    TimelineConfig d = TimelineConfig.DEFAULT;
    return new TimelineConfig(
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        d.pendingEvidenceAfter(),
        d.recheck(),
        d.replayWindow(),
        d.maxRuns(),
        d.maxFinishedRuns());
  }

  private static Observation refused() {
    return new Observation.SubmitRefused(
        new RunIdentity(new RunKey("c", "r"), "r", "ecs", "c", null, null, null, null, null),
        new SubmitFailure(
            "RunTask",
            "X",
            "no",
            Instant.now(),
            "c",
            "",
            "",
            "",
            "",
            "",
            "",
            List.of(),
            List.of(),
            List.of()));
  }
}
