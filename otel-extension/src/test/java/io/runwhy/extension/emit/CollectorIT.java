package io.runwhy.extension.emit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.extension.testing.AgentJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

  /**
   * Two die while the Collector is down and without a chance to say a word: what they said before
   * is delivered by the next process of the machine. The others die while it is up.
   */
  @EnabledIfEnvironmentVariable(named = COLLECTOR, matches = ".+")
  @Test
  void theLastWordsOfARunThatIsKilledInSixWaysAreInTheCollector() throws Exception {
    int http = freePort();
    Path file = directory.resolve("otlp.jsonl");
    assertThat(killed(http, "SIGKILL", "wait")).isEqualTo(137);
    assertThat(killed(http, "at-once", "memory", "-XX:+ExitOnOutOfMemoryError")).isEqualTo(3);
    Process collector = collector(freePort(), http, file);
    try {
      assertThat(killed(http, "exit", "exit")).isEqualTo(3);
      assertThat(killed(http, "halt", "halt")).isEqualTo(4);
      assertThat(killed(http, "memory", "memory")).isEqualTo(1);
      assertThat(killed(http, "SIGTERM", "wait")).isEqualTo(143);
      List<String> always = List.of("Running", "start");
      Map<String, List<String>> expected =
          Map.of(
              "SIGKILL", List.of(),
              "at-once", List.of(),
              "exit", List.of("shutdown", "hooks", "exit 3"),
              "halt", List.of("exit 4"),
              "memory", List.of("exception", "shutdown", "hooks", "exit 1"),
              "SIGTERM", List.of("signal", "shutdown", "hooks", "exit 143"));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  expected.forEach(
                      (run, words) ->
                          assertThat(words(file, run))
                              .as(run)
                              .containsExactlyElementsOf(
                                  Stream.concat(always.stream(), words.stream()).toList())));
      assertThat(directory.resolve("spool")).isEmptyDirectory();
      String trace = "\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"";
      assertThat(count(logs(file), trace)).isEqualTo(count(logs(file), "\"eventName\""));
    } finally {
      collector.destroy();
      collector.waitFor();
    }
  }

  /** A run of its own; a signal is sent when it is ready and, for SIGTERM, knows of the others. */
  private int killed(int http, String run, String way, String... options) throws Exception {
    AgentJvm.Running jvm =
        AgentJvm.of(EndsAsTold.class, way)
            .options(options)
            .options(
                "-Xmx64m",
                "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + http,
                "-Dotel.metrics.exporter=none")
            .environment("RUNWHY_RUN_ID", run)
            .environment("TRACEPARENT", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .start(directory);
    await().atMost(Duration.ofSeconds(30)).until(() -> jvm.output().contains("ready"));
    if (run.equals("SIGKILL") || run.equals("at-once")) {
      int starts = run.equals("SIGKILL") ? 1 : 2;
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> count(spooled(), "has started: Java") >= starts);
    }
    if (run.equals("SIGKILL")) {
      jvm.process().destroyForcibly();
    } else if (run.equals("SIGTERM")) {
      Path file = directory.resolve("otlp.jsonl");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> words(file, "SIGKILL").size() >= 2 && words(file, "at-once").size() >= 2);
      jvm.process().destroy();
    } else {
      jvm.process().getOutputStream().write('\n');
      jvm.process().getOutputStream().flush();
    }
    return jvm.await().exitCode();
  }

  /** What lies in the spool, of the run that lives and of those before it. */
  private String spooled() throws IOException {
    StringBuilder text = new StringBuilder();
    if (Files.isDirectory(directory.resolve("spool"))) {
      try (Stream<Path> files = Files.list(directory.resolve("spool"))) {
        for (Path file : files.toList()) {
          text.append(Files.readString(file, ISO_8859_1));
        }
      }
    }
    return text.toString();
  }

  /** States and steps of a run in the order of their times, exits with their code. */
  private static List<String> words(Path file, String run) {
    SortedMap<String, String> words = new TreeMap<>();
    for (String record : logs(file).split("\\{\"timeUnixNano\":")) {
      if (value(record, "runwhy.run.id").equals(run)) {
        String word = value(record, "runwhy.state.name") + value(record, "runwhy.process.step");
        words.put(
            record.substring(0, record.indexOf(',')) + words.size(),
            word + (word.equals("exit") ? ' ' + value(record, "process.exit.code") : ""));
      }
    }
    return List.copyOf(words.values());
  }

  private static String value(String record, String key) {
    Matcher matcher =
        Pattern.compile(
                "\"key\":\"" + Pattern.quote(key) + "\",\"value\":\\{\"[a-z]+Value\":\"([^\"]*)\"",
                Pattern.CASE_INSENSITIVE)
            .matcher(record);
    return matcher.find() ? matcher.group(1) : "";
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

  private static String logs(Path file) {
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return String.join("\n", lines.stream().filter(l -> l.contains("resourceLogs")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
