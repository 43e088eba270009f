package io.runwhy.extension.emit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.extension.testing.AgentJvm;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events in the real Collector, which comes up after the program. */
class CollectorIT {
  private static final String COLLECTOR = "RUNWHY_TEST_OTELCOL";

  @TempDir Path directory;

  @BeforeAll
  static void say() {
    if (System.getenv(COLLECTOR) == null) {
      System.out.println("skipped: CollectorIT, " + COLLECTOR + " is not set");
    }
  }

  @EnabledIfEnvironmentVariable(named = COLLECTOR, matches = ".+")
  @ParameterizedTest
  @CsvSource({"2.17.0, grpc", "2.17.0, http/protobuf", "2.33.1, grpc", "2.33.1, http/protobuf"})
  void eventsArriveThoughTheCollectorComesUpLate(String agent, String protocol) throws Exception {
    int grpc = freePort();
    int http = freePort();
    Path file = directory.resolve("otlp.jsonl");
    AgentJvm.Running jvm =
        AgentJvm.of(SubmitsOnDemand.class)
            .agent(agent)
            .options(
                "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:"
                    + (protocol.equals("grpc") ? grpc : http),
                "-Dotel.exporter.otlp.protocol=" + protocol,
                "-Dotel.exporter.otlp.compression=gzip",
                "-Dotel.service.name=submitter",
                "-Dotel.traces.exporter=none",
                "-Dotel.metrics.exporter=none",
                "-Drunwhy.spool.directory=" + directory.resolve("spool"))
            .start(directory);
    jvm.process().getOutputStream().write("x\n".getBytes(UTF_8));
    jvm.process().getOutputStream().flush();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> jvm.errors().contains("cannot be delivered"));
    Process collector = collector(grpc, http, file);
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> logs(file).contains("runwhy.run.state"));
      jvm.process().getOutputStream().close();
      assertThat(jvm.await().exitCode()).isEqualTo(3);
      assertThat(jvm.errors()).contains("delivered again").doesNotContain("\tat ");
      String logs = logs(file);
      assertThat(logs)
          .contains("\"eventName\":\"runwhy.run.state\"")
          .contains("{\"key\":\"event.name\",\"value\":{\"stringValue\":\"runwhy.run.state\"}}")
          .contains("{\"key\":\"service.name\",\"value\":{\"stringValue\":\"submitter\"}}");
      Matcher trace = Pattern.compile("\"traceId\":\"([0-9a-f]{32})\"").matcher(logs);
      assertThat(trace.find()).isTrue();
      assertThat(count(logs, "runwhy.record.id")).isEqualTo(count(logs, "\"eventName\""));
    } finally {
      collector.destroy();
      collector.waitFor();
    }
  }

  private Process collector(int grpc, int http, Path file) throws IOException {
    Path configuration = Path.of("../testing/components/telemetry/collector.yaml");
    ProcessBuilder builder =
        new ProcessBuilder(System.getenv(COLLECTOR), "--config", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("collector.log").toFile());
    builder.environment().put("RUNWHY_OTLP_GRPC_PORT", Integer.toString(grpc));
    builder.environment().put("RUNWHY_OTLP_HTTP_PORT", Integer.toString(http));
    builder.environment().put("RUNWHY_OTLP_FILE", file.toString());
    return builder.start();
  }

  private static String logs(Path file) throws IOException {
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return String.join("\n", lines.stream().filter(l -> l.contains("resourceLogs")).toList());
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
