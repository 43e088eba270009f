package io.runwhy.bridge.app;

import static io.runwhy.bridge.testing.OtlpReceiver.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.config.BridgeConfig;
import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.config.EmitConfig;
import io.runwhy.bridge.config.HttpConfig;
import io.runwhy.bridge.config.KubernetesConfig;
import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.fake.AwsFault;
import io.runwhy.bridge.fake.FakeAws;
import io.runwhy.bridge.model.StageBudgets;
import io.runwhy.bridge.testing.EcsTasks;
import io.runwhy.bridge.testing.OtlpReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The whole bridge between ECS, SQS and Logs on one side and an OTLP receiver on the other. */
class EcsBridgeTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String SECRET = "hunter2-s3cret";

  private final FakeAws aws = new FakeAws();
  private final String queue = aws.createQueue("q", Duration.ofSeconds(30), 3);
  private final OtlpReceiver receiver = new OtlpReceiver();
  private Bridge bridge;

  @BeforeAll
  static void keys() {
    EcsTasks.giveKeys();
  }

  @BeforeEach
  void begin() {
    aws.cluster("batch");
    bridge = new Bridge(config(), changes -> {}, InstantSource.system());
  }

  @AfterEach
  void stop() {
    bridge.close();
    aws.close();
    receiver.close();
  }

  @Test
  void anEventBecomesAVerdictAndARecordAndIsDeletedThen() throws Exception {
    bridge.start();
    await().atMost(LONG).until(() -> get("/readyz").statusCode() == 200);
    aws.send("q", EcsTasks.event(EcsTasks.running("t1", 1)));
    aws.send("q", EcsTasks.event(oom("t1")));

    await().atMost(LONG).until(() -> !receiver.events("runwhy.run.summary").isEmpty());
    assertThat(receiver.events("runwhy.run.state"))
        .allSatisfy(
            r ->
                assertThat(attribute(r.getAttributesList(), "aws.ecs.task.arn"))
                    .isEqualTo(EcsTasks.arn("t1")));
    await().atMost(LONG).until(() -> aws.deleted("q") == 2);
    assertThat(get("/api/v1/runs/t1").body()).contains("\"orchestrator\":\"ecs\"");
  }

  @Test
  void theSweepAndTheQueueTellARunOnce() {
    aws.putTask(oom("t1"));
    aws.sendTwice("q", EcsTasks.event(oom("t1")));
    bridge.start();

    await().atMost(LONG).until(() -> aws.deleted("q") == 2);
    await().atMost(LONG).until(() -> !receiver.events("runwhy.run.summary").isEmpty());
    bridge.close();
    assertThat(receiver.events("runwhy.run.summary")).hasSize(1);
  }

  @Test
  void whileTheCollectorIsAwayMessagesStayInTheQueue() {
    receiver.answer(503);
    bridge.start();
    aws.send("q", EcsTasks.event(oom("t1")));
    await().atMost(LONG).until(() -> receiver.requests.get() > 2 && aws.inFlight("q") == 1);
    assertThat(aws.deleted("q")).isZero();

    receiver.answer(200);

    await().atMost(LONG).until(() -> aws.deleted("q") == 1);
    assertThat(receiver.events("runwhy.run.state")).isNotEmpty();
  }

  @Test
  void troubleOfAllKindsLosesNothing() {
    for (String operation : List.of("ReceiveMessage", "DescribeTasks", "ListTasks")) {
      aws.fault(AwsFault.broken(operation, 3));
      aws.fault(AwsFault.throttled(operation, 3));
      aws.fault(AwsFault.expired(operation, 1));
    }
    aws.shuffle("q", 3);
    for (int i = 0; i < 20; i++) {
      aws.send("q", EcsTasks.event(EcsTasks.running("t" + i, 1)));
      aws.sendTwice("q", EcsTasks.event(oom("t" + i)));
    }
    bridge.start();

    await().atMost(Duration.ofSeconds(60)).until(() -> aws.deleted("q") == 60);
    await().atMost(LONG).until(() -> receiver.events("runwhy.run.summary").size() == 20);
    assertThat(aws.deadLetters("q")).isEmpty();
  }

  @Test
  void secretsOfOverridesGoNowhere() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      ObjectNode task = oom("t1");
      ObjectNode override =
          task.withObject("/overrides").withArray("/containerOverrides").addObject();
      override.put("name", "main");
      override.withArray("/command").add("--password").add(SECRET);
      ObjectNode variable = override.withArray("/environment").addObject();
      variable.put("name", "API_KEY").put("value", SECRET);
      aws.putTask(task);
      aws.send("q", EcsTasks.event(task));
      aws.send("q", "not json " + SECRET);
      aws.send("q", "{\"detail-type\": \"ECS Task State Change\", \"detail\": \"" + SECRET + "\"}");
      bridge.start();
      await().atMost(LONG).until(() -> !receiver.events("runwhy.run.summary").isEmpty());
      await()
          .atMost(LONG)
          .until(() -> receiver.spans.stream().anyMatch(s -> s.getEventsCount() > 0));
      await().atMost(LONG).until(() -> !receiver.metrics.isEmpty());

      assertThat(get("/api/v1/runs").body()).contains("t1").doesNotContain(SECRET);
      assertThat(get("/api/v1/runs/t1").body()).doesNotContain(SECRET);
      assertThat(get("/api/v1/runs/t1/logs").body()).doesNotContain(SECRET);
      assertThat(post("/api/v1/diagnose", EcsTasks.event(task)).body()).doesNotContain(SECRET);
    } finally {
      bridge.close();
      System.setErr(before);
    }
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("left to the dead-letter queue")
        .doesNotContain(SECRET);
    assertThat(receiver.logs.toString()).contains("t1").doesNotContain(SECRET);
    assertThat(receiver.spans.toString()).doesNotContain(SECRET);
    assertThat(receiver.metrics.toString())
        .contains("runwhy.bridge.oldest_unseen_age")
        .doesNotContain(SECRET);
  }

  private static ObjectNode oom(String id) {
    ObjectNode task = EcsTasks.stopped(id, 5, 137);
    ((ObjectNode) task.path("containers").path(0))
        .put("reason", "OutOfMemoryError: Container killed due to memory usage");
    return task;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
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

  private BridgeConfig config() {
    KubernetesConfig k = KubernetesConfig.DEFAULT;
    TimelineConfig t = TimelineConfig.DEFAULT;
    return new BridgeConfig(
        new KubernetesConfig(
            false,
            "",
            List.of(),
            "",
            "",
            "",
            "",
            k.pageSize(),
            k.reconcile(),
            k.watchIdle(),
            k.requestsPerSecond()),
        new EcsConfig(
            true,
            List.of("batch"),
            FakeAws.REGION,
            aws.url(),
            queue,
            2,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            50,
            Duration.ofSeconds(30),
            true,
            true,
            ""),
        new TimelineConfig(
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            t.pendingEvidenceAfter(),
            t.recheck(),
            t.replayWindow(),
            100,
            100),
        StageBudgets.DEFAULT,
        LogsConfig.DEFAULT,
        new EmitConfig(receiver.url(), 10_000, 100, Duration.ofSeconds(1), Map.of()),
        new HttpConfig("127.0.0.1", 0, "", ""));
  }
}
