package io.runwhy.bridge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.diagnosis.Diagnoser;
import io.runwhy.bridge.fake.FakeAws;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.source.ecs.EcsPresets;
import io.runwhy.bridge.source.ecs.EcsSource;
import io.runwhy.bridge.testing.EcsTasks;
import io.runwhy.bridge.timeline.RunTimeline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many task events a second go through queue, source and timeline; {@code -Drunwhy.test.tasks}.
 */
class EcsThroughputTest {
  private static final int TASKS = Integer.getInteger("runwhy.test.tasks", 1_000);

  @BeforeAll
  static void keys() {
    EcsTasks.giveKeys();
  }

  @Test
  void everyEventIsFoldedAndDeleted() {
    BridgeStats stats = new BridgeStats();
    Diagnoser diagnoser = Diagnoser.standard();
    AtomicInteger changes = new AtomicInteger();
    RunTimeline timeline =
        new RunTimeline(
            TimelineConfig.DEFAULT,
            diagnoser::diagnose,
            diagnoser::mains,
            abnormal -> false,
            stats,
            InstantSource.system().instant());
    try (FakeAws aws = new FakeAws();
        Pipeline pipeline =
            new Pipeline(
                timeline,
                c -> changes.addAndGet(c.size()),
                Runnable::run,
                r -> {},
                stats,
                InstantSource.system())) {
      String queue = aws.createQueue("q", Duration.ofSeconds(60), 3);
      aws.cluster("batch");
      for (int version = 1; version <= 4; version++) {
        for (int i = 0; i < TASKS; i++) {
          ObjectNode task =
              version < 4
                  ? EcsTasks.running("t" + i, version)
                  : EcsTasks.stopped("t" + i, version, 0);
          task.put("startedBy", "run-00000000" + i);
          aws.send("q", EcsTasks.event(task));
        }
      }
      try (EcsSource source =
          new EcsSource(
              config(aws, queue),
              LogsConfig.DEFAULT,
              EcsPresets.standard(),
              stats,
              InstantSource.system())) {
        pipeline.start();
        long begun = System.nanoTime();
        source.start(pipeline);
        await().atMost(Duration.ofMinutes(2)).until(() -> aws.deleted("q") == 4 * TASKS);
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
            "%d events in %.2f s: %.0f a second, %d changes%n",
            4 * TASKS, seconds, 4 * TASKS / seconds, changes.get());
      }
    }
    assertThat(changes).hasValueGreaterThan(TASKS);
  }

  private static EcsConfig config(FakeAws aws, String queue) {
    EcsConfig d = EcsConfig.DEFAULT;
    return new EcsConfig(
        true,
        List.of("batch"),
        FakeAws.REGION,
        aws.url(),
        queue,
        Integer.getInteger("runwhy.test.consumers", d.consumers()),
        d.sweep(),
        d.sweepWithQueue(),
        d.requestsPerSecond(),
        d.visibility(),
        true,
        true,
        "");
  }
}
