package io.runwhy.bridge.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.config.EmitConfig;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.Infrastructure;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunCounts;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.bridge.testing.Components;
import io.runwhy.conventions.RunMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** The Collector as a container, which is the way of a user with Docker. */
class CollectorContainerIT {
  private static final DockerImageName IMAGE =
      DockerImageName.parse("otel/opentelemetry-collector-contrib:0.155.0");
  private static final String CONFIG = "../testing/components/telemetry/collector.yaml";

  @ParameterizedTest
  @CsvSource({"http/protobuf, 4318", "grpc, 4317"})
  void recordsArriveByBothProtocols(String protocol, int port) throws Exception {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      Components.skipped(
          "a Docker engine", "install Docker; the Collector is then run as a container");
    }
    try (GenericContainer<?> collector =
        new GenericContainer<>(IMAGE)
            .withCopyFileToContainer(MountableFile.forHostPath(CONFIG), "/etc/collector.yaml")
            .withEnv("RUNWHY_OTLP_HOST", "0.0.0.0")
            .withEnv("RUNWHY_OTLP_FILE", "/tmp/otlp.jsonl")
            .withCommand("--config", "/etc/collector.yaml")
            .withExposedPorts(4317, 4318)
            .waitingFor(Wait.forListeningPorts(4317, 4318))) {
      collector.start();
      BridgeStats stats = new BridgeStats();
      EmitConfig config =
          new EmitConfig(
              "http://" + collector.getHost() + ":" + collector.getMappedPort(port),
              1_000,
              100,
              Duration.ofSeconds(1),
              Map.of("otel.exporter.otlp.protocol", protocol));
      assertThat(Emitter.check(config)).isEmpty();

      try (Emitter emitter =
          new Emitter(
              config,
              () -> new RunCounts(List.of()),
              code -> null,
              stats,
              InstantSource.system())) {
        emitter.start();
        emitter.accept(List.of(state()));
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> stats.counter(RunMetrics.BRIDGE_EXPORTED, "logs") == 1);
      }

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                String written =
                    collector.copyFileFromContainer(
                        "/tmp/otlp.jsonl",
                        in -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
                assertThat(written)
                    .contains("\"eventName\":\"runwhy.run.state\"")
                    .contains("train is Running: runs")
                    .contains("runwhy-bridge");
              });
    }
  }

  private static RunChange state() {
    RunIdentity run =
        new RunIdentity(new RunKey("c", "r"), "train", "job", "ns", null, null, null, null, null);
    return new RunChange.StateChanged(
        run,
        new Infrastructure.OfPod("ns", "p", "u", "", "", ""),
        new StateEntry(
            RunState.RUNNING, null, 1, "runs", Instant.parse("2026-11-01T10:00:00Z"), null),
        null);
  }
}
