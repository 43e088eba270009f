package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.fake.FakeAws;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.EvidenceRequest.LogRef;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.testing.Yaml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A fake AWS, the real SDK, and a reader of evidence that does not really wait. */
final class EvidenceScene implements AutoCloseable {
  static final Instant STOPPED = Instant.parse("2026-08-20T10:05:00Z");
  static final String ACCOUNT = "arn:aws:ecs:eu-central-1:123456789012:";
  static final String TASK = ACCOUNT + "task/batch/abc";
  static final String DEFINITION = ACCOUNT + "task-definition/etl:3";
  static final String HOST = ACCOUNT + "container-instance/batch/i1";

  final FakeAws aws = new FakeAws();
  final BridgeStats stats = new BridgeStats();
  final BlockingQueue<Observation> told = new LinkedBlockingQueue<>();

  /** The waits that it would have waited. */
  final List<Duration> waits = new CopyOnWriteArrayList<>();

  final TaskEvidenceReader reader;
  final AwsClients clients;

  EvidenceScene() {
    this(LogsConfig.DEFAULT, STOPPED.plusSeconds(1));
  }

  EvidenceScene(LogsConfig logs, Instant now) {
    EcsConfig d = EcsConfig.DEFAULT;
    EcsConfig config =
        new EcsConfig(
            true,
            List.of("batch"),
            FakeAws.REGION,
            aws.url(),
            "",
            d.consumers(),
            d.sweep(),
            d.sweepWithQueue(),
            1_000,
            d.visibility(),
            d.services(),
            d.tags(),
            "");
    clients =
        new AwsClients(
            config,
            stats,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")));
    reader =
        new TaskEvidenceReader(
            clients,
            logs,
            told::put,
            stats,
            () -> now,
            wait -> {
              waits.add(wait);
              return Duration.ZERO;
            });
    aws.cluster("batch");
  }

  /** A task that ran on Fargate and failed; more fields as YAML. */
  static Task task(String more) {
    return TaskDecoder.decode(
        Yaml.object(
            """
            taskArn: %s
            clusterArn: %scluster/batch
            taskDefinitionArn: %s
            lastStatus: STOPPED
            startedAt: "2026-08-20T10:00:00Z"
            stoppedAt: "%s"
            %s
            """
                .formatted(TASK, ACCOUNT, DEFINITION, STOPPED, more)));
  }

  static Task fargate() {
    return task(
        """
        launchType: FARGATE
        containers: [{name: main, exitCode: 1, runtimeId: abc-0123456789}]
        """);
  }

  static Task onHost(String container) {
    return task(
        "launchType: EC2\ncontainerInstanceArn: %s\ncontainers: [{name: main%s}]"
            .formatted(HOST, container));
  }

  /** The task definition with this logConfiguration of its container {@code main}. */
  void define(String logConfiguration, String... more) {
    StringBuilder containers = new StringBuilder();
    for (String container : more) {
      containers.append("  - ").append(container).append('\n');
    }
    aws.putDefinition(
        Yaml.object(
            """
            taskDefinitionArn: %s
            containerDefinitions:
              - {name: main, essential: true, logConfiguration: %s}
            %s
            """
                .formatted(DEFINITION, logConfiguration, containers)));
  }

  /** With the awslogs driver and these options. */
  void defineAwslogs(String options) {
    define("{logDriver: awslogs, options: {awslogs-group: /ecs/etl%s}}".formatted(options));
  }

  static LogRef ref(Task task) {
    String runtimeId = task.container("main").map(Task.Container::runtimeId).orElse("");
    return new LogRef(TASK, "abc", "main", 0, runtimeId, false);
  }

  static EvidenceRequest.OfTask request(Task task, boolean definition, boolean instance) {
    return new EvidenceRequest.OfTask(
        new RunKey("batch", "run-1"), task, definition, instance, List.of());
  }

  /** Everything told about one request for the log of a task. */
  List<Observation> readLog(Task task) throws InterruptedException {
    return read(
        new EvidenceRequest.OfTask(
            new RunKey("batch", "run-1"), task, false, false, List.of(ref(task))));
  }

  /** The log of a task. */
  LogTail log(Task task) throws InterruptedException {
    return readLog(task).stream()
        .filter(Observation.LogRead.class::isInstance)
        .map(o -> ((Observation.LogRead) o).tail())
        .findFirst()
        .orElseThrow();
  }

  /** Everything told about one request, without the answer that ends it. */
  List<Observation> read(EvidenceRequest.OfTask request) throws InterruptedException {
    reader.read(request);
    return untilAnswered();
  }

  List<Observation> untilAnswered() throws InterruptedException {
    List<Observation> all = new ArrayList<>();
    while (true) {
      Observation next = told.poll(60, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("not answered; told: " + all);
      }
      if (next instanceof Observation.EvidenceAnswered) {
        return all;
      }
      all.add(next);
    }
  }

  static List<String> missing(List<Observation> told) {
    return told.stream()
        .filter(Observation.FactMissing.class::isInstance)
        .map(o -> ((Observation.FactMissing) o).what())
        .toList();
  }

  @Override
  public void close() {
    reader.close();
    clients.close();
    aws.close();
  }
}
