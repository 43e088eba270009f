package io.runwhy.bridge;

import static io.runwhy.bridge.testing.OtlpReceiver.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.runwhy.bridge.testing.Components;
import io.runwhy.bridge.testing.OtlpReceiver;
import io.runwhy.bridge.testing.Processes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The packaged bridge as its own process against moto, a fake of AWS that others wrote: an event of
 * a task through SQS becomes states, a cause and the task's log with its own times.
 */
class EcsMotoIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String REGION = "eu-central-1";
  private static final String TASK = "0123456789abcdef0123456789abcdef";
  private static final String GROUP = "/ecs/etl";

  @TempDir static Path folder;
  private final Processes processes = new Processes();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private OtlpReceiver receiver;
  private String moto;
  private EcsClient ecs;
  private SqsClient sqs;
  private CloudWatchLogsClient logs;
  private String queue;

  @BeforeEach
  void start() throws Exception {
    moto = Components.moto();
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(moto + "/moto-api/reset"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    receiver = new OtlpReceiver();
    ecs = client(EcsClient.builder());
    sqs = client(SqsClient.builder());
    logs = client(CloudWatchLogsClient.builder());
    ecs.createCluster(r -> r.clusterName("batch"));
    queue = sqs.createQueue(r -> r.queueName("runwhy")).queueUrl();
  }

  @AfterEach
  void stop() {
    processes.close();
    if (receiver != null) {
      receiver.close();
      ecs.close();
      sqs.close();
      logs.close();
    }
  }

  @Test
  void aTaskThatFailsArrivesWithStatesLogAndCause() throws Exception {
    writeLog(now.minusMillis(3_250), "loading 3 rows", now.minusMillis(2_750), "KeyError: 'id'");
    send(event(define()));
    startBridge();

    await().atMost(LONG).until(() -> !receiver.events("runwhy.run.summary").isEmpty());

    assertThat(receiver.events("runwhy.run.state"))
        .extracting(EcsMotoIT::state)
        .contains("InfrastructurePending schedule", "Running run");
    assertThat(receiver.events("runwhy.run.state"))
        .allSatisfy(
            r ->
                assertThat(attribute(r.getAttributesList(), "runwhy.run.id"))
                    .isEqualTo("flow-run-1"));
    assertThat(receiver.events("runwhy.container.log"))
        .extracting(r -> time(r) + " " + r.getBody().getStringValue())
        .containsExactly(
            now.minusMillis(3_250) + " loading 3 rows", now.minusMillis(2_750) + " KeyError: 'id'");
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        sqs.getQueueAttributes(
                                r -> r.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
                            .attributes())
                    .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")
                    .containsEntry(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0"));
    assertThat(receiver.events("runwhy.run.diagnosis"))
        .extracting(r -> attribute(r.getAttributesList(), "runwhy.diagnosis.code"))
        .containsExactly("App.ExitError");
    assertThat(receiver.events("runwhy.run.state"))
        .extracting(EcsMotoIT::state)
        .endsWith("Failed ");
  }

  private static String state(LogRecord record) {
    return attribute(record.getAttributesList(), "runwhy.state.name")
        + ' '
        + attribute(record.getAttributesList(), "runwhy.state.stage");
  }

  private static Instant time(LogRecord record) {
    return Instant.EPOCH.plus(record.getTimeUnixNano(), ChronoUnit.NANOS);
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(URI.create(moto))
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  /** Registers the task definition; its ARN. */
  private String define() {
    LogConfiguration log =
        LogConfiguration.builder()
            .logDriver(LogDriver.AWSLOGS)
            .options(
                Map.of(
                    "awslogs-group", GROUP,
                    "awslogs-region", REGION,
                    "awslogs-stream-prefix", "p"))
            .build();
    ContainerDefinition main =
        ContainerDefinition.builder()
            .name("main")
            .image("etl:1")
            .memory(512)
            .essential(true)
            .logConfiguration(log)
            .build();
    return ecs.registerTaskDefinition(r -> r.family("etl").containerDefinitions(List.of(main)))
        .taskDefinition()
        .taskDefinitionArn();
  }

  private void writeLog(Instant firstTime, String first, Instant secondTime, String second) {
    String stream = "p/main/" + TASK;
    logs.createLogGroup(r -> r.logGroupName(GROUP));
    logs.createLogStream(r -> r.logGroupName(GROUP).logStreamName(stream));
    List<InputLogEvent> events = List.of(line(firstTime, first), line(secondTime, second));
    logs.putLogEvents(r -> r.logGroupName(GROUP).logStreamName(stream).logEvents(events));
  }

  private static InputLogEvent line(Instant time, String text) {
    return InputLogEvent.builder().timestamp(time.toEpochMilli()).message(text).build();
  }

  private void send(String body) {
    sqs.sendMessage(r -> r.queueUrl(queue).messageBody(body));
  }

  private String event(String definitionArn) {
    return """
    {"version": "0", "id": "e-1", "detail-type": "ECS Task State Change", "source": "aws.ecs",
     "account": "123456789012", "region": "%1$s", "time": "%2$s", "resources": ["%3$s"],
     "detail": {
       "taskArn": "%3$s",
       "clusterArn": "arn:aws:ecs:%1$s:123456789012:cluster/batch",
       "taskDefinitionArn": "%4$s",
       "group": "family:etl", "launchType": "FARGATE", "version": 5,
       "lastStatus": "STOPPED", "desiredStatus": "STOPPED",
       "stopCode": "EssentialContainerExited",
       "stoppedReason": "Essential container in task exited",
       "createdAt": "%5$s", "pullStartedAt": "%6$s", "pullStoppedAt": "%7$s", "startedAt": "%8$s",
       "executionStoppedAt": "%9$s", "stoppingAt": "%9$s", "stoppedAt": "%2$s",
       "overrides": {"containerOverrides": [{"name": "main",
         "environment": [{"name": "PREFECT__FLOW_RUN_ID", "value": "flow-run-1"}]}]},
       "containers": [{"name": "main", "image": "etl:1", "lastStatus": "STOPPED", "exitCode": 1,
         "runtimeId": "%10$s-1234567890"}]}}
    """
        .formatted(
            REGION,
            now.minusSeconds(1),
            "arn:aws:ecs:" + REGION + ":123456789012:task/batch/" + TASK,
            definitionArn,
            now.minusSeconds(30),
            now.minusSeconds(20),
            now.minusSeconds(10),
            now.minusSeconds(5),
            now.minusSeconds(2),
            TASK);
  }

  private void startBridge() throws Exception {
    Path config = folder.resolve("bridge.yaml");
    Files.writeString(
        config,
        String.join(
            "\n",
            "kubernetes:",
            "  enabled: false",
            "ecs:",
            "  enabled: true",
            "  clusters: [batch]",
            "  region: " + REGION,
            "  endpoint: " + moto,
            "  queue_url: " + queue,
            "otlp:",
            "  endpoint: " + receiver.url(),
            "  metric_interval: 2s",
            "http:",
            "  port: 0",
            ""));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process bridge =
        processes.start(
            folder.resolve("bridge.log"),
            Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test"),
            java.toString(),
            "-jar",
            "target/runwhy-bridge.jar",
            "bridge",
            "--config",
            config.toString());
    if (bridge.waitFor(1, TimeUnit.SECONDS)) {
      throw new AssertionError(Files.readString(folder.resolve("bridge.log")));
    }
  }
}
