package io.runwhy.bridge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.diagnosis.Diagnoser;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.bridge.timeline.RunTimeline;
import io.runwhy.conventions.RunMetrics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private final BridgeStats stats = new BridgeStats();
  private final List<String> order = new CopyOnWriteArrayList<>();

  @Test
  void whatWasDeliveredBeforeIsHandedOnBeforeItIsSaidToBeHandled() throws InterruptedException {
    try (Pipeline pipeline = pipeline("")) {
      pipeline.accept(refused());
      pipeline.whenHandled(() -> order.add("handled"));
      assertThat(order).isEmpty();
      pipeline.start();

      await().until(() -> order.contains("handled"));
      assertThat(order).containsExactly("changes", "exported", "handled");
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
            TimelineConfig.DEFAULT,
            diagnoser::diagnose,
            diagnoser::mains,
            abnormal -> false,
            stats,
            Instant.now()),
        changes -> {
          if (!trouble.isEmpty()) {
            throw new IllegalStateException(trouble);
          }
          if (!order.contains("changes")) {
            order.add("changes");
          }
        },
        done -> {
          order.add("exported");
          done.run();
        },
        request -> {},
        stats,
        InstantSource.system());
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
            null,
            List.of()));
  }
}
