package io.runwhy.bridge.app;

import static io.runwhy.bridge.testing.OtlpReceiver.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.cli.Terminal;
import io.runwhy.bridge.config.BridgeConfig;
import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.config.EmitConfig;
import io.runwhy.bridge.config.HttpConfig;
import io.runwhy.bridge.config.KubernetesConfig;
import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.fake.FakeKubernetesApi;
import io.runwhy.bridge.fake.Fault;
import io.runwhy.bridge.model.StageBudgets;
import io.runwhy.bridge.testing.OtlpReceiver;
import io.runwhy.bridge.testing.Yaml;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole bridge against the embedded API and an OTLP receiver, all over real HTTP. */
class BridgeTest {
  @TempDir Path folder;
  private final FakeKubernetesApi api = new FakeKubernetesApi();
  private final OtlpReceiver receiver = new OtlpReceiver();
  private Bridge bridge;

  @BeforeEach
  void start() throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, api.kubeconfig());
    bridge = bridge(kubeconfig);
    bridge.start();
  }

  @AfterEach
  void stop() {
    bridge.close();
    api.close();
    receiver.close();
  }

  @Test
  void aPodThatDiesArrivesWithCauseStatesAndLog() {
    api.log("ns", "p", "main", time(-2) + " epoch 1\n" + time(-1) + " password=hunter2\n");
    api.apply(failed("p", "OOMKilled", 137));

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !receiver.events("runwhy.run.summary").isEmpty());
    assertThat(receiver.events("runwhy.run.diagnosis"))
        .extracting(r -> attribute(r.getAttributesList(), "runwhy.diagnosis.code"))
        .containsExactly("OOM.Container");
    assertThat(receiver.events("runwhy.container.log"))
        .extracting(r -> r.getBody().getStringValue())
        .containsExactly("epoch 1", "password=[redacted]");
    await().until(() -> receiver.spans.stream().anyMatch(s -> s.getEventsCount() > 0));
  }

  @Test
  void aRestartWritesTheSameRecordsAgain() throws IOException {
    api.log("ns", "p", "main", time(-1) + " boom\n");
    api.apply(failed("p", "Error", 3));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !receiver.events("runwhy.run.summary").isEmpty());
    bridge.close();
    List<String> first = ids();
    receiver.logs.clear();

    bridge = bridge(folder.resolve("kubeconfig"));
    bridge.start();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !receiver.events("runwhy.run.summary").isEmpty());
    bridge.close();

    assertThat(ids()).containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void anOddObjectStopsNothing() {
    api.apply(
        Yaml.object(
            "{kind: Pod, metadata: {name: odd, namespace: ns}, spec: [1], status: {conditions: {a: 1}, containerStatuses: [7, null]}}"));
    api.fault(Fault.watch("pods", Fault.Kind.GARBAGE, 1));
    api.apply(failed("p", "OOMKilled", 137));

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !receiver.events("runwhy.run.diagnosis").isEmpty());
  }

  @Test
  void aMissingPermissionLowersTheAnswerAndStopsNothing() {
    api.deny("list", "events");
    api.deny("get", "nodes");
    api.deny("get", "pods/log");
    api.apply(failed("p", "Error", 137));

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !receiver.events("runwhy.run.diagnosis").isEmpty());
    var diagnosis = receiver.events("runwhy.run.diagnosis").get(0);
    assertThat(attribute(diagnosis.getAttributesList(), "runwhy.diagnosis.code"))
        .isEqualTo("Signal.KilledUnexplained");
    assertThat(attribute(diagnosis.getAttributesList(), "runwhy.diagnosis.confidence"))
        .isEqualTo("possible");
  }

  @Test
  void theHttpApiAnswersAndTheCommandLineShowsTheSame() throws Exception {
    api.log("ns", "p", "main", time(-1) + " boom\n");
    api.apply(failed("p", "OOMKilled", 137));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !receiver.events("runwhy.run.summary").isEmpty());

    assertThat(get("/healthz").body()).isEqualTo("ok\n");
    await().until(() -> get("/readyz").statusCode() == 200);
    assertThat(get("/api/v1/runs?state=crashed").body())
        .contains("\"count\":1")
        .contains("\"code\":\"OOM.Container\"");
    assertThat(get("/api/v1/runs?state=Running").body()).contains("\"count\":0");
    assertThat(get("/api/v1/runs/p").body())
        .contains("\"duration_seconds\"")
        .contains("\"resolution\"");
    assertThat(get("/api/v1/runs/p/logs").body()).contains("boom");
    assertThat(get("/api/v1/runs/nobody").statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/runs/nobody").body()).contains("No run with id or name");
    assertThat(get("/api/v1/runs?limit=many").statusCode()).isEqualTo(400);
    assertThat(get("/api/v2").statusCode()).isEqualTo(404);
    assertThat(post("/api/v1/diagnose", failed("q", "OOMKilled", 137).toString()).body())
        .contains("\"code\":\"OOM.Container\"");
    assertThat(post("/api/v1/diagnose", "{").statusCode()).isEqualTo(400);
    assertThat(post("/api/v1/diagnose", "{}").statusCode()).isEqualTo(422);
    assertThat(cli("why", "p"))
        .contains("OOM.Container")
        .contains("Running               run")
        .contains("boom")
        .contains("Fix");
    assertThat(cli("runs")).contains("ns/p").contains("Crashed");
  }

  @Test
  void aForeignAddressNeedsTheToken() throws Exception {
    bridge.close();
    bridge =
        new Bridge(
            config(folder.resolve("kubeconfig"), "s3cret"), changes -> {}, InstantSource.system());
    bridge.start();

    assertThat(get("/api/v1/runs").statusCode()).isEqualTo(401);
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/v1/runs"))
            .header("Authorization", "Bearer s3cret")
            .build();
    assertThat(
            HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    receiver.logs.forEach(
        r ->
            ids.add(
                r.getEventName()
                    + " "
                    + attribute(r.getAttributesList(), "runwhy.record.id")
                    + " "
                    + r.getTimeUnixNano()));
    return ids;
  }

  private String cli(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--server=http://127.0.0.1:" + bridge.httpPort());
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Main.run(
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            print,
            print,
            Map.of(),
            false,
            InstantSource.system()),
        all.toArray(String[]::new));
    return out.toString(StandardCharsets.UTF_8);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + bridge.httpPort() + path);
  }

  private Bridge bridge(Path kubeconfig) {
    return new Bridge(config(kubeconfig, ""), changes -> {}, InstantSource.system());
  }

  private BridgeConfig config(Path kubeconfig, String token) {
    KubernetesConfig k = KubernetesConfig.DEFAULT;
    TimelineConfig t = TimelineConfig.DEFAULT;
    return new BridgeConfig(
        new KubernetesConfig(
            true,
            "test",
            List.of(),
            "",
            kubeconfig.toString(),
            "",
            "",
            10,
            k.reconcile(),
            k.watchIdle(),
            100),
        EcsConfig.DEFAULT,
        new TimelineConfig(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            t.pendingEvidenceAfter(),
            t.recheck(),
            t.replayWindow(),
            100,
            100),
        StageBudgets.DEFAULT,
        LogsConfig.DEFAULT,
        new EmitConfig(receiver.url(), 10_000, 100, Duration.ofSeconds(1), Map.of()),
        new HttpConfig("127.0.0.1", 0, token, ""));
  }

  private static tools.jackson.databind.node.ObjectNode failed(
      String name, String reason, int code) {
    return Yaml.object(
        """
        kind: Pod
        metadata: {name: %s, namespace: ns, uid: uid-%s, creationTimestamp: '%s'}
        spec: {restartPolicy: Never, nodeName: n, containers: [{name: main, image: i, resources: {limits: {memory: 64Mi}}}]}
        status:
          phase: Failed
          startTime: '%s'
          conditions: [{type: PodScheduled, status: 'True', lastTransitionTime: '%s'}]
          containerStatuses:
          - name: main
            containerID: containerd://1
            state: {terminated: {exitCode: %d, reason: %s, startedAt: '%s', finishedAt: '%s', containerID: 'containerd://1'}}
        """
            .formatted(
                name, name, time(-10), time(-9), time(-9), code, reason, time(-8), time(-1)));
  }

  private static final Instant NOW = Instant.ofEpochSecond(Instant.now().getEpochSecond());

  private static String time(int seconds) {
    return NOW.plusSeconds(seconds).toString();
  }
}
