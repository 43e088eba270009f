package io.runwhy.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * The real Collector and the packaged bridge, each a process, beside a namespace of a real cluster.
 * Without a Collector (RUNWHY_TEST_OTELCOL) or a cluster the test is skipped.
 */
final class RealParts implements AutoCloseable {
  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

  /** Longest run of one program, in seconds. */
  private static final int LIMIT = 60;

  private final Path directory;
  private final List<Process> processes = new ArrayList<>();
  private final Cluster cluster;
  private final OtlpLines otlp;
  private final String endpoint;

  RealParts(Path directory) throws IOException {
    this.directory = directory;
    String collector = System.getenv().getOrDefault("RUNWHY_TEST_OTELCOL", "");
    if (collector.isEmpty()) {
      System.out.println(
          "SKIPPED for want of an OpenTelemetry Collector: RUNWHY_TEST_OTELCOL is not set;"
              + " testing/components/README.md tells how to build one");
      Assumptions.abort("no Collector");
    }
    cluster = new Cluster();
    Path lines = directory.resolve("otlp.jsonl");
    otlp = new OtlpLines(lines);
    int grpc = freePort();
    int http = freePort();
    endpoint = "http://127.0.0.1:" + http;
    start(
        "collector",
        Map.of(
            "RUNWHY_OTLP_GRPC_PORT", Integer.toString(grpc),
            "RUNWHY_OTLP_HTTP_PORT", Integer.toString(http),
            "RUNWHY_OTLP_FILE", lines.toString()),
        List.of(
            collector,
            "--config",
            REPOSITORY.resolve("testing/components/telemetry/collector.yaml").toString()));
    Awaitility.await().until(() -> listens(http));
    Files.writeString(directory.resolve("kubeconfig"), cluster.kubeconfig());
    Path config =
        Files.writeString(
            directory.resolve("bridge.yaml"),
            """
            kubernetes:
              kubeconfig: %s
              cluster_name: real
              namespaces: [%s]
            timeline: {settle: 1s, evidence_hold: 2s, pending_evidence_after: 1s}
            otlp: {endpoint: '%s'}
            http: {port: 0}
            """
                .formatted(System.getenv("RUNWHY_TEST_KUBECONFIG"), cluster.namespace(), endpoint));
    start(
        "bridge",
        Map.of(),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            REPOSITORY.resolve("collector-receiver-bridge/target/runwhy-bridge.jar").toString(),
            "bridge",
            "--config",
            config.toString()));
  }

  Cluster cluster() {
    return cluster;
  }

  OtlpLines otlp() {
    return otlp;
  }

  /** The one option that is added to a program. */
  static String option() {
    return "-javaagent:" + REPOSITORY.resolve("otel-extension/target/runwhy-javaagent.jar");
  }

  /**
   * Runs a program of {@code examples/} as anybody would; where the Collector is stands in its
   * environment.
   *
   * @param more variables beside
   * @return its exit code
   */
  int run(String example, Map<String, String> more, List<String> arguments) throws IOException {
    Path target = REPOSITORY.resolve("examples").resolve(example).resolve("target");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        target.resolve("classes") + ":" + Files.readString(target.resolve("classpath")).strip());
    command.addAll(arguments);
    Process process =
        start(
            example,
            Map.of(
                "KUBECONFIG",
                directory.resolve("kubeconfig").toString(),
                "FLINK_CONF_DIR",
                REPOSITORY.resolve("examples/flink/conf").toString(),
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                endpoint,
                "OTEL_SERVICE_NAME",
                example),
            more,
            command);
    try {
      if (!process.waitFor(LIMIT, TimeUnit.SECONDS)) {
        throw new AssertionError(example + " still runs after " + LIMIT + " s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a process printed. */
  String log(String name) throws IOException {
    return Files.readString(directory.resolve(name + ".log"));
  }

  private Process start(String name, Map<String, String> environment, List<String> command)
      throws IOException {
    return start(name, environment, Map.of(), command);
  }

  private Process start(
      String name, Map<String, String> environment, Map<String, String> more, List<String> command)
      throws IOException {
    Path log = directory.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(k -> k.startsWith("OTEL_") || k.startsWith("JAVA_"));
    // what another process of this machine left is not for this Collector
    builder.environment().put("RUNWHY_SPOOL_DIRECTORY", directory.resolve("spool").toString());
    builder.environment().putAll(environment);
    builder.environment().putAll(more);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  @Override
  public void close() {
    cluster.close();
    for (int i = processes.size() - 1; i >= 0; i--) {
      Process process = processes.get(i);
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
