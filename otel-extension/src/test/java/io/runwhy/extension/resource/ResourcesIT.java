package io.runwhy.extension.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.OtlpReceiver;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcesIT {
  @TempDir Path directory;

  /** Touches 200 MiB, lets a child burn a second of CPU, and tells its own peak at the end. */
  static final class Uses {
    public static void main(String[] args) throws Exception {
      System.in.read();
      ByteBuffer memory = ByteBuffer.allocateDirect(200 << 20);
      for (int at = 0; at < memory.capacity(); at += 4_096) {
        memory.put(at, (byte) 1);
      }
      new ProcessBuilder(
              System.getProperty("java.home") + "/bin/java",
              "-cp",
              System.getProperty("java.class.path"),
              Burns.class.getName())
          .inheritIO()
          .start()
          .waitFor();
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          System.out.println(line.replaceAll("[^0-9]", ""));
        }
      }
      System.exit(memory.get(0) - 1);
    }
  }

  /** Takes a second of CPU. */
  static final class Burns {
    public static void main(String[] args) {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      while (threads.getCurrentThreadCpuTime() < 1_000_000_000L) {
        Thread.onSpinWait();
      }
    }
  }

  /** Ends at once. */
  static final class Exits {
    public static void main(String[] args) {
      System.exit(7);
    }
  }

  @ParameterizedTest
  @CsvSource({"2.17.0,true", "2.33.1,true", "2.33.1,false"})
  void whatARunUsedIsToldAtItsStartAndAtItsEnd(String agent, boolean runId) throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Running running =
          AgentJvm.of(Uses.class)
              .agent(agent)
              .exportTo(receiver)
              .options(
                  "-Drunwhy.resource.interval=1h",
                  "-Drunwhy.run.id=r-1",
                  "-Drunwhy.run.deployment=nightly",
                  "-Drunwhy.resource.run_id.enabled=" + runId)
              .start(directory);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !values(receiver, "process.memory.usage", "self").isEmpty());
      running.process().getOutputStream().close();
      AgentJvm.Ended ended = running.await();

      assertThat(ended.exitCode()).isZero();
      assertThat(values(receiver, "process.memory.usage", "self")).hasSize(2);
      double peak = Double.parseDouble(ended.output().trim()) * 1_024;
      assertThat(last(receiver, "runwhy.process.memory.peak", "self"))
          .isCloseTo(peak, within(peak * 0.05));
      // what was there at the start may have been let go meanwhile
      assertThat(last(receiver, "process.memory.usage", "self"))
          .isBetween(200.0 * (1 << 20), peak * 1.05);
      assertThat(last(receiver, "process.cpu.time", "children")).isBetween(0.9, 3.0);
      assertThat(last(receiver, "runwhy.process.cpu.peak", "children")).isGreaterThan(0.1);
      assertThat(ended.errors()).doesNotContain("runwhy:").doesNotContain("ERROR");
      assertThat(carriers(receiver, "runwhy.run.id"))
          .isEqualTo(
              runId
                  ? Stream.of(
                          "container.memory.working_set",
                          "process.cpu.utilization",
                          "process.memory.usage",
                          "runwhy.container.memory.limit",
                          "runwhy.process.cpu.peak",
                          "runwhy.process.memory.peak")
                      .filter(name -> receiver.metrics.stream().anyMatch(is(name)))
                      .toList()
                  : List.of());
      assertThat(carriers(receiver, "runwhy.deployment.name"))
          .contains("process.cpu.time", "process.memory.usage");
    }
  }

  @Test
  void aProgramThatExitsAtOnceIsMeasuredOnce() {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Ended ended = AgentJvm.of(Exits.class).exportTo(receiver).run(directory);
      assertThat(ended.exitCode()).isEqualTo(7);
      assertThat(values(receiver, "process.memory.usage", "self")).isNotEmpty();
    }
  }

  @Test
  void aCollectorThatHangsDelaysTheEndByNoMoreThanTheLimit() {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      receiver.delay(60_000);
      AgentJvm.Ended ended =
          AgentJvm.of(Exits.class)
              .exportTo(receiver)
              .options("-Drunwhy.shutdown.exit_timeout=100ms")
              .run(directory);
      assertThat(ended.exitCode()).isEqualTo(7);
      assertThat(ended.errors()).doesNotContain("runwhy:");
    }
  }

  @ParameterizedTest
  @CsvSource({"2.17.0", "2.33.1"})
  void anAbsentCollectorAndBrokenSourcesAreNamedOnceEach(String agent) throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Running running =
          AgentJvm.of(Uses.class)
              .agent(agent)
              .exportTo(receiver)
              .options(
                  "-Drunwhy.otlp.endpoint=http://127.0.0.1:" + nobody,
                  "-Drunwhy.otlp.timeout=300ms",
                  "-Drunwhy.resource.interval=1s",
                  "-Drunwhy.resource.proc_root=" + directory,
                  "-Drunwhy.resource.cgroup_root=" + directory)
              .start(directory);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> running.errors().contains("they are lost"));
      try (OtlpReceiver late = new OtlpReceiver(nobody)) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> running.errors().contains("metrics are delivered again"));
        running.process().getOutputStream().close();
        AgentJvm.Ended ended = running.await();
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.errors())
            .containsOnlyOnce("runwhy.resource.proc_root")
            .containsOnlyOnce("runwhy.resource.cgroup_root")
            .containsOnlyOnce("they are lost")
            .containsOnlyOnce("metrics are delivered again")
            .doesNotContain("a sample is left out")
            .doesNotContain("\tat ");
        assertThat(values(late, "runwhy.resource.left_out", "")).isNotEmpty();
        assertThat(values(late, "process.memory.usage", "self")).isEmpty();
        assertThat(last(late, "process.cpu.time", "self")).isPositive();
      }
    }
  }

  private static Predicate<Metric> is(String name) {
    return metric -> metric.getName().equals(name);
  }

  private static List<NumberDataPoint> points(Metric metric) {
    List<NumberDataPoint> points = new ArrayList<>(metric.getGauge().getDataPointsList());
    points.addAll(metric.getSum().getDataPointsList());
    return points;
  }

  /** A sum over the modes for each export. */
  private static List<Double> values(OtlpReceiver receiver, String name, String scope) {
    return receiver.metrics.stream()
        .filter(is(name))
        .map(
            metric ->
                points(metric).stream()
                    .filter(
                        p ->
                            OtlpReceiver.attribute(p.getAttributesList(), "runwhy.process.scope")
                                .equals(scope))
                    .mapToDouble(p -> p.hasAsInt() ? p.getAsInt() : p.getAsDouble())
                    .sum())
        .toList();
  }

  private static double last(OtlpReceiver receiver, String name, String scope) {
    List<Double> values = values(receiver, name, scope);
    return values.get(values.size() - 1);
  }

  private static List<String> carriers(OtlpReceiver receiver, String key) {
    return receiver.metrics.stream()
        .filter(
            metric ->
                points(metric).stream()
                    .anyMatch(p -> !OtlpReceiver.attribute(p.getAttributesList(), key).isEmpty()))
        .map(Metric::getName)
        .distinct()
        .sorted()
        .toList();
  }
}
