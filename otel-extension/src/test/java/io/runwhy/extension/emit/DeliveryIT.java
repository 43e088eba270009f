package io.runwhy.extension.emit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.OtlpReceiver;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives, and what the host sees, when the way out is in trouble. */
class DeliveryIT {
  private static final String STATE = "runwhy.run.state";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"2.17.0", "2.33.1"})
  void theNextProcessDeliversWhatAKilledOneCouldNot(String agent) throws Exception {
    int port = freePort();
    AgentJvm.Running killed = jvm(agent, "http://127.0.0.1:" + port).start(directory);
    submit(killed, "first");
    await().atMost(Duration.ofSeconds(30)).until(() -> spooledBytes() > 1_000);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> killed.errors().contains("events cannot be delivered"));
    killed.process().destroyForcibly().waitFor();
    assertThat(killed.errors().lines().filter(l -> l.contains("events cannot be delivered")))
        .hasSize(1);
    assertThat(killed.errors()).doesNotContain("Failed to export logs").doesNotContain("\tat ");

    try (OtlpReceiver receiver = new OtlpReceiver(port)) {
      List<AgentJvm.Running> next =
          List.of(
              jvm(agent, receiver.url()).start(directory),
              jvm(agent, receiver.url()).start(directory));
      for (AgentJvm.Running jvm : next) {
        submit(jvm, "second");
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> submitting(receiver).size() == 3);
      await().atMost(Duration.ofSeconds(30)).until(() -> files() <= 2);
      for (AgentJvm.Running jvm : next) {
        assertThat(end(jvm)).isEqualTo(3);
        assertThat(jvm.output()).isEqualTo("second 0\n");
      }

      AgentJvm.Running third = jvm(agent, receiver.url()).start(directory);
      submit(third, "third");
      await().atMost(Duration.ofSeconds(30)).until(() -> submitting(receiver).size() == 4);
      end(third);
      assertThat(ids(receiver)).hasSize(receiver.logs.size());
      assertThat(receiver.logs)
          .allSatisfy(r -> assertThat(attribute(r, "event.name")).isEqualTo(r.getEventName()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.17.0", "2.33.1"})
  void everyMoodOfTheReceiverPassesAndNothingIsLost(String agent) throws Exception {
    int port = freePort();
    AgentJvm.Running jvm =
        jvm(agent, "http://127.0.0.1:" + port).options("-Drunwhy.otlp.timeout=1s").start(directory);
    submit(jvm, "refused connection");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> jvm.errors().contains("events cannot be delivered"));
    try (OtlpReceiver receiver = new OtlpReceiver(port)) {
      receiver.answer(503);
      submit(jvm, "unavailable");
      awaitRequest(receiver);
      receiver.delay(1_500);
      submit(jvm, "hanging");
      awaitRequest(receiver);
      receiver.delay(0);
      receiver.answer(200);
      await().atMost(Duration.ofSeconds(60)).until(() -> states(receiver).size() == 3);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> jvm.errors().contains("events are delivered again"));

      receiver.answer(400);
      int before = receiver.requests.size();
      submit(jvm, "bad");
      await().atMost(Duration.ofSeconds(30)).until(() -> receiver.requests.size() >= before + 2);
      receiver.answer(200);
      submit(jvm, "good");
      await().atMost(Duration.ofSeconds(30)).until(() -> states(receiver).size() >= 4);
      assertThat(end(jvm)).isEqualTo(3);
      assertThat(jvm.output().lines()).hasSize(5);
      assertThat(jvm.errors().lines().filter(l -> l.contains("runwhy"))).hasSizeBetween(2, 4);
      assertThat(jvm.errors()).doesNotContain("\tat ");
    }
  }

  @Test
  void aReceiverThatNeverAnswersAndASpoolThatCannotBeUsedChangeNothingForTheHost()
      throws Exception {
    Files.writeString(directory.resolve("spool"), "a file");
    AgentJvm.Running bare = jvm("2.33.1", "http://127.0.0.1:1").withoutExtension().start(directory);
    submit(bare, "x");
    int code = end(bare);
    try (ServerSocket hanging = new ServerSocket(0)) {
      AgentJvm.Running jvm =
          jvm("2.33.1", "http://127.0.0.1:" + hanging.getLocalPort()).start(directory);
      submit(jvm, "x");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> jvm.errors().contains("runwhy.spool.directory"));
      assertThat(end(jvm)).isEqualTo(code);
      assertThat(jvm.output()).isEqualTo(bare.output());
      assertThat(jvm.errors().lines().filter(l -> l.contains("runwhy"))).hasSize(1);
    }
    assertThat(directory.resolve("spool")).hasContent("a file");
  }

  @ParameterizedTest
  @CsvSource({"2.17.0, none", "2.28.1, console", "2.33.1, none", "2.33.1, otlp"})
  void ourOwnRequestsMakeNoSpansAndCarryWhatTheOptionsSay(String agent, String logs)
      throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Running jvm =
          jvm(agent, "http://127.0.0.1:1")
              .withAllInstrumentations()
              .options(
                  "-Dotel.exporter.otlp.logs.endpoint=" + receiver.url() + "/v1/logs",
                  "-Dotel.exporter.otlp.traces.endpoint=" + receiver.url() + "/v1/traces",
                  "-Dotel.exporter.otlp.compression=gzip",
                  "-Dotel.exporter.otlp.headers=x-tenant=blue",
                  "-Dotel.resource.attributes=team=red",
                  "-Dotel.service.name=my-service",
                  "-Dotel.logs.exporter=" + logs)
              .start(directory);
      submit(jvm, "x");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !submitting(receiver).isEmpty() && !receiver.spans.isEmpty());
      submit(jvm, "y");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> submitting(receiver).size() == 2 && receiver.spans.size() >= 2);
      end(jvm);
      assertThat(receiver.spans).noneMatch(s -> s.getKind() == Span.SpanKind.SPAN_KIND_CLIENT);
      assertThat(receiver.logResources)
          .anySatisfy(
              r ->
                  assertThat(r)
                      .containsEntry("service.name", "my-service")
                      .containsEntry("team", "red"));
      assertThat(receiver.requests)
          .filteredOn(r -> r.startsWith("/v1/logs"))
          .isNotEmpty()
          .allSatisfy(r -> assertThat(r).containsIgnoringCase("x-tenant=[blue]").contains("gzip"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.17.0", "2.33.1"})
  void theCertificateOfTheOptionsIsTrustedAndNoOther(String agent) throws Exception {
    TlsReceiver.Certificate certificate = TlsReceiver.certificate(directory);
    try (TlsReceiver receiver = new TlsReceiver(certificate)) {
      AgentJvm.Running distrusting = jvm(agent, receiver.url()).start(directory);
      submit(distrusting, "x");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> distrusting.errors().contains("cannot be delivered (SSLHandshakeException"));
      end(distrusting);
      assertThat(receiver.requests()).isZero();
      AgentJvm.Running trusting =
          jvm(agent, receiver.url())
              .options("-Dotel.exporter.otlp.certificate=" + certificate.pem())
              .start(directory);
      submit(trusting, "y");
      await().atMost(Duration.ofSeconds(30)).until(() -> receiver.requests() > 0);
      end(trusting);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.31.1", "2.33.1"})
  void eventsArriveWhereTheAgentIsConfiguredByAFile(String agent) throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      Path file = directory.resolve("otel.yaml");
      Files.writeString(
          file,
          """
          file_format: "1.0"
          resource:
            attributes:
              - name: service.name
                value: from-yaml
          tracer_provider:
            processors:
              - simple:
                  exporter:
                    otlp_http:
                      endpoint: %s/v1/traces
          """
              .formatted(receiver.url()));
      AgentJvm.Running jvm =
          AgentJvm.of(SubmitsOnDemand.class)
              .agent(agent)
              .options(
                  "-Dotel.config.file=" + file,
                  "-Drunwhy.otlp.endpoint=" + receiver.url(),
                  "-Drunwhy.spool.directory=" + directory.resolve("spool"))
              .start(directory);
      submit(jvm, "x");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !submitting(receiver).isEmpty() && !receiver.spans.isEmpty());
      end(jvm);
      assertThat(receiver.logResources)
          .anySatisfy(r -> assertThat(r).containsEntry("service.name", "from-yaml"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Dotel.sdk.disabled=true", "-Dotel.javaagent.enabled=false"})
  void nothingIsDoneWhereTheAgentIsSwitchedOff(String option) throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Running jvm = jvm("2.33.1", receiver.url()).options(option).start(directory);
      submit(jvm, "x");
      assertThat(end(jvm)).isEqualTo(3);
      assertThat(receiver.requests).isEmpty();
      assertThat(directory.resolve("spool")).doesNotExist();
    }
  }

  private AgentJvm jvm(String agent, String endpoint) {
    return AgentJvm.of(SubmitsOnDemand.class)
        .agent(agent)
        .options(
            "-Dotel.exporter.otlp.endpoint=" + endpoint,
            "-Dotel.traces.exporter=" + (endpoint.endsWith(":1") ? "otlp" : "none"),
            "-Dotel.bsp.schedule.delay=100",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none",
            "-Drunwhy.spool.directory=" + directory.resolve("spool"));
  }

  private static void submit(AgentJvm.Running jvm, String line) throws IOException {
    jvm.process().getOutputStream().write((line + "\n").getBytes(UTF_8));
    jvm.process().getOutputStream().flush();
  }

  private static int end(AgentJvm.Running jvm) throws IOException {
    jvm.process().getOutputStream().close();
    return jvm.await().exitCode();
  }

  private static void awaitRequest(OtlpReceiver receiver) {
    int before = receiver.requests.size();
    await().atMost(Duration.ofSeconds(40)).until(() -> receiver.requests.size() > before);
  }

  /** One for each process that the program starts. */
  private static List<LogRecord> submitting(OtlpReceiver receiver) {
    return receiver.events(STATE).stream()
        .filter(r -> attribute(r, "runwhy.state.name").equals("Submitting"))
        .toList();
  }

  /** A batch that was answered too late comes again: the same records, with the same ids. */
  private static Set<String> states(OtlpReceiver receiver) {
    Set<String> ids = new HashSet<>();
    submitting(receiver).forEach(r -> ids.add(attribute(r, "runwhy.record.id")));
    return ids;
  }

  private static Set<String> ids(OtlpReceiver receiver) {
    Set<String> ids = new HashSet<>();
    receiver.logs.forEach(r -> ids.add(attribute(r, "runwhy.record.id")));
    return ids;
  }

  private static String attribute(LogRecord record, String key) {
    return OtlpReceiver.attribute(record.getAttributesList(), key);
  }

  private long spooledBytes() {
    return spool().stream().mapToLong(f -> f.toFile().length()).sum();
  }

  private int files() {
    return spool().size();
  }

  private List<Path> spool() {
    try (Stream<Path> files = Files.list(directory.resolve("spool"))) {
      return files.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
