package io.runwhy.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.testing.Components;
import io.runwhy.bridge.testing.OtlpFile;
import io.runwhy.bridge.testing.Processes;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The packaged bridge as its own process, under the shipped Role with RBAC on, against a real
 * cluster and a real Collector: what the Collector's file exporter wrote is compared with what must
 * be told of each Job.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BridgeIT {
  private static final String NAMESPACE = "runwhy-e2e";
  private static final Duration LONG = Duration.ofMinutes(4);

  @TempDir static Path folder;
  private final Processes processes = new Processes();
  private String kubeconfig;
  private String kubectl;
  private OtlpFile otlp;
  private int port;

  @BeforeAll
  void startAll() throws Exception {
    kubeconfig = Components.kubeconfig();
    kubectl = Components.kubectl();
    String collector = Components.collector();
    Path file = folder.resolve("otlp.jsonl");
    otlp = new OtlpFile(file);
    int grpc = freePort();
    int http = freePort();
    processes.start(
        folder.resolve("collector.log"),
        Map.of(
            "RUNWHY_OTLP_FILE", file.toString(),
            "RUNWHY_OTLP_GRPC_PORT", Integer.toString(grpc),
            "RUNWHY_OTLP_HTTP_PORT", Integer.toString(http)),
        collector,
        "--config",
        "../testing/components/telemetry/collector.yaml");
    cleanUp();
    kubectl("", "create", "namespace", NAMESPACE);
    kubectl("", "-n", NAMESPACE, "apply", "-f", "../deploy/kubernetes/rbac.yaml");
    kubectl(
        Files.readString(Path.of("../deploy/kubernetes/nodes.yaml"))
            .replace("namespace: default", "namespace: " + NAMESPACE),
        "apply",
        "-f",
        "-");
    startBridge(grpc);
    kubectl("", "create", "priorityclass", "runwhy-low", "--value=1");
    kubectl("", "create", "priorityclass", "runwhy-high", "--value=1000");
    kubectl(
        Files.readString(Path.of("src/test/resources/end-to-end.yaml")),
        "-n",
        NAMESPACE,
        "apply",
        "-f",
        "-");
    kubectl(
        "",
        "-n",
        NAMESPACE,
        "wait",
        "--for=condition=Ready",
        "pod",
        "-l",
        "job-name=preempted",
        "--timeout=120s");
    kubectl(preemptor(), "-n", NAMESPACE, "apply", "-f", "-");
  }

  @AfterAll
  void stopAll() throws Exception {
    processes.close();
    if (kubeconfig != null && !kubeconfig.isEmpty() && kubectl != null) {
      cleanUp();
    }
  }

  @Test
  void everyJobIsToldWithItsCauseStatesSpansAndLogs() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    expected.put(
        "oom",
        "Crashed OOM.Container confirmed: InfrastructurePending/schedule InfrastructurePending/start Running/run Crashed");
    expected.put(
        "traceback",
        "Failed App.ExitError confirmed: InfrastructurePending/schedule InfrastructurePending/start Running/run Failed");
    expected.put(
        "second-try",
        "Completed cleared: InfrastructurePending/schedule InfrastructurePending/start Running/run AwaitingRetry InfrastructurePending/schedule InfrastructurePending/start Running/run Completed");
    expected.put(
        "preempted",
        "Crashed Disruption.Preempted confirmed: InfrastructurePending/schedule InfrastructurePending/start Running/run Running/stop Crashed");
    expected.put(
        "cannot-pull",
        "pending Image.RegistryUnreachable confirmed: InfrastructurePending/schedule InfrastructurePending/pull");
    expected.put(
        "no-secret",
        "pending Config.SecretMissing confirmed: InfrastructurePending/schedule InfrastructurePending/start");
    expected.put(
        "fits-nowhere",
        "pending Unschedulable.NodeAffinity confirmed: InfrastructurePending/schedule");

    await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(told()).isEqualTo(expected));

    roots();
    logs();
    records();
    metrics();
    commandLine();
  }

  /**
   * For each run: terminal state, last cause, and every state in the order of its time; the short
   * stages may be too short to be seen.
   */
  private Map<String, String> told() throws IOException {
    Map<String, List<JsonNode>> states = new TreeMap<>();
    Map<String, String> causes = new HashMap<>();
    for (JsonNode log : otlp.logs()) {
      Map<String, String> a = OtlpFile.attributes(log);
      String run = a.get("runwhy.run.name");
      String event = a.getOrDefault("event.name", "");
      if (event.equals("runwhy.run.state")) {
        states.computeIfAbsent(run, r -> new ArrayList<>()).add(log);
      } else if (event.equals("runwhy.run.diagnosis")) {
        String code = a.get("runwhy.diagnosis.code");
        causes.put(
            run, code == null ? "cleared" : code + " " + a.get("runwhy.diagnosis.confidence"));
      }
    }
    Map<String, String> told = new TreeMap<>();
    states.forEach(
        (run, logs) -> {
          if (!run.equals("preemptor")) {
            logs.sort(
                Comparator.comparing(
                    (JsonNode l) -> Long.parseLong(l.path("timeUnixNano").asString("0"))));
            StringBuilder line = new StringBuilder();
            String last = "";
            for (int i = 0; i < logs.size(); i++) {
              Map<String, String> a = OtlpFile.attributes(logs.get(i));
              if (i + 1 < logs.size() && refined(a, OtlpFile.attributes(logs.get(i + 1)))) {
                continue;
              }
              String stage = a.getOrDefault("runwhy.state.stage", "");
              last = a.get("runwhy.state.name");
              line.append(' ').append(last).append(stage.isEmpty() ? "" : "/" + stage);
            }
            String end = last.matches("Completed|Failed|Crashed|Cancelled") ? last : "pending";
            told.put(run, end + " " + causes.get(run) + ":" + line);
          }
        });
    return told;
  }

  /**
   * Whether the next record says of the same moment more exactly what was going on: pulling instead
   * of starting.
   */
  private static boolean refined(Map<String, String> a, Map<String, String> next) {
    return "start".equals(a.get("runwhy.state.stage"))
        && "pull".equals(next.get("runwhy.state.stage"))
        && a.get("runwhy.state.start_ms").equals(next.get("runwhy.state.start_ms"));
  }

  private void roots() throws IOException {
    Map<String, JsonNode> roots = new TreeMap<>();
    Map<String, List<String>> children = new TreeMap<>();
    for (JsonNode span : otlp.spans()) {
      String run = OtlpFile.attributes(span).get("runwhy.run.name");
      if (span.path("events").isEmpty()) {
        children.computeIfAbsent(run, r -> new ArrayList<>()).add(span.path("name").asString(""));
      } else {
        roots.put(run, span);
      }
    }
    assertThat(roots.keySet())
        .contains("oom", "traceback", "second-try", "preempted")
        .doesNotContain("no-secret");
    List<String> events = new ArrayList<>();
    roots.get("second-try").path("events").forEach(e -> events.add(e.path("name").asString("")));
    assertThat(events)
        .containsExactly(
            "InfrastructurePending",
            "InfrastructurePending",
            "Running",
            "AwaitingRetry",
            "InfrastructurePending",
            "InfrastructurePending",
            "Running",
            "Completed");
    assertThat(roots.get("oom").path("status").path("message").asString(""))
        .isEqualTo("OOM.Container");
    assertThat(OtlpFile.attributes(roots.get("oom")))
        .containsEntry("cicd.pipeline.result", "error");
    assertThat(OtlpFile.attributes(roots.get("traceback")))
        .containsEntry("cicd.pipeline.result", "failure");
    assertThat(OtlpFile.attributes(roots.get("second-try")))
        .containsEntry("cicd.pipeline.result", "success");
    assertThat(children.get("oom")).containsExactly("schedule", "start", "run");
  }

  private void logs() throws IOException {
    Map<String, List<String>> lines = new TreeMap<>();
    for (JsonNode log : otlp.logs()) {
      Map<String, String> a = OtlpFile.attributes(log);
      if ("runwhy.container.log".equals(a.get("event.name"))) {
        lines
            .computeIfAbsent(a.get("runwhy.run.name"), r -> new ArrayList<>())
            .add(log.path("body").path("stringValue").asString(""));
        assertThat(a).containsEntry("runwhy.log.recovered", "true");
      }
    }
    assertThat(lines.get("oom")).containsExactly("allocating");
    assertThat(lines.get("traceback"))
        .containsExactly(
            "starting; password=[redacted]",
            "Traceback (most recent call last):",
            "  File \"<string>\", line 2, in <module>",
            "ModuleNotFoundError: No module named 'torch'");
    assertThat(lines.get("second-try")).containsExactly("first");
  }

  /** Nothing is told twice, and every record has its ids. */
  private void records() throws IOException {
    List<String> ids = new ArrayList<>();
    for (JsonNode log : otlp.logs()) {
      Map<String, String> a = OtlpFile.attributes(log);
      assertThat(a)
          .containsKeys(
              "runwhy.run.id",
              "runwhy.run.name",
              "runwhy.orchestrator",
              "cicd.pipeline.run.id",
              "k8s.namespace.name",
              "event.name");
      assertThat(a).containsEntry("k8s.cluster.name", "e2e");
      ids.add(a.get("runwhy.record.id"));
    }
    assertThat(ids).doesNotHaveDuplicates().doesNotContainNull();
  }

  private void metrics() throws IOException {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(otlp.metrics())
                    .extracting(m -> m.path("name").asString(""))
                    .contains(
                        "runwhy.runs",
                        "runwhy.run.stage.duration",
                        "runwhy.run.failures",
                        "runwhy.run.oldest_pending",
                        "runwhy.bridge.watch.up",
                        "runwhy.bridge.queue.depth",
                        "runwhy.bridge.exported"));
  }

  private void commandLine() throws Exception {
    String why =
        Processes.run(
            "",
            Map.of("RUNWHY_SERVER", "http://127.0.0.1:" + port),
            java(),
            "-jar",
            "target/runwhy-bridge.jar",
            "why",
            "oom");

    assertThat(why)
        .contains(NAMESPACE + "/oom  Crashed")
        .contains("OOM.Container  (confirmed, config)")
        .contains("Container `main` used its whole memory limit of 32Mi")
        .contains("memory: 48Mi")
        .contains("Last words of main")
        .contains("allocating");
    String pod =
        kubectl("", "-n", NAMESPACE, "get", "pods", "-l", "job-name=traceback", "-o", "json");
    assertThat(
            Processes.run(
                pod, Map.of(), java(), "-jar", "target/runwhy-bridge.jar", "diagnose", "-"))
        .contains("App.ExitError");
    String check =
        Processes.run(
            "",
            Map.of(),
            java(),
            "-jar",
            "target/runwhy-bridge.jar",
            "check",
            "--config",
            folder.resolve("bridge.yaml").toString());
    assertThat(check)
        .contains("permission to watch jobs.batch in namespace " + NAMESPACE)
        .contains("Collector takes OTLP")
        .doesNotContain("FAILED");
  }

  private void startBridge(int grpc) throws Exception {
    port = freePort();
    String token =
        kubectl("", "-n", NAMESPACE, "create", "token", "runwhy", "--duration=2h").strip();
    Path restricted = folder.resolve("kubeconfig");
    String admin = Files.readString(Path.of(kubeconfig));
    Files.writeString(
        restricted,
        admin.substring(0, admin.indexOf("users:"))
            + "users: [{name: admin, user: {token: \""
            + token
            + "\"}}]\n");
    Path config = folder.resolve("bridge.yaml");
    Files.writeString(
        config,
        String.join(
            "\n",
            "kubernetes:",
            "  cluster_name: e2e",
            "  kubeconfig: " + restricted,
            "  namespaces: [" + NAMESPACE + "]",
            "otlp:",
            "  endpoint: http://127.0.0.1:" + grpc,
            "  metric_interval: 2s",
            "  properties:",
            "    otel.exporter.otlp.protocol: grpc",
            "http:",
            "  port: " + port,
            ""));
    processes.start(
        folder.resolve("bridge.log"),
        Map.of(),
        java(),
        "-jar",
        "target/runwhy-bridge.jar",
        "bridge",
        "--config",
        config.toString());
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(
            () ->
                !Processes.run(
                        "",
                        Map.of("RUNWHY_SERVER", "http://127.0.0.1:" + port),
                        java(),
                        "-jar",
                        "target/runwhy-bridge.jar",
                        "runs")
                    .isEmpty());
  }

  private static String preemptor() {
    return "{apiVersion: batch/v1, kind: Job, metadata: {name: preemptor}, spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, priorityClassName: runwhy-high, terminationGracePeriodSeconds: 1, containers: [{name: main, image: 'busybox:1.35', command: [sleep, '600'], resources: {requests: {cpu: 1500m}}}]}}}}";
  }

  private void cleanUp() throws Exception {
    kubectl("", "delete", "namespace", NAMESPACE, "--ignore-not-found", "--wait=true");
    kubectl("", "delete", "priorityclass", "runwhy-low", "runwhy-high", "--ignore-not-found");
    kubectl("", "delete", "clusterrole,clusterrolebinding", "runwhy-nodes", "--ignore-not-found");
  }

  private String kubectl(String stdin, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(kubectl, "--kubeconfig", kubeconfig));
    command.addAll(List.of(arguments));
    return Processes.run(stdin, Map.of(), command.toArray(String[]::new));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
