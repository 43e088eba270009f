package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.fake.AwsFault;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.bridge.testing.Yaml;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Evidence of tasks from the fake AWS, read with the real SDK. */
class TaskEvidenceReaderTest {
  private static final String AWSLOGS = ", awslogs-stream-prefix: p";

  private final EvidenceScene scene = new EvidenceScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private void host() {
    scene.aws.putInstance(
        Yaml.object(
            """
            containerInstanceArn: %s
            ec2InstanceId: i-0123
            status: DRAINING
            agentConnected: false
            runningTasksCount: 3
            """
                .formatted(EvidenceScene.HOST)));
  }

  @Test
  void definitionAndHostAreToldBeforeTheAnswer() throws Exception {
    scene.defineAwslogs(AWSLOGS);
    host();

    List<Observation> told =
        scene.read(EvidenceScene.request(EvidenceScene.onHost(", exitCode: 1"), true, true));

    assertThat(told).hasSize(2);
    assertThat(told.get(0))
        .isInstanceOfSatisfying(
            Observation.TaskDefinitionRead.class,
            o -> {
              assertThat(o.definition().arn()).isEqualTo(EvidenceScene.DEFINITION);
              assertThat(o.definition().containers().get(0).log().group()).isEqualTo("/ecs/etl");
            });
    assertThat(told.get(1))
        .isInstanceOfSatisfying(
            Observation.ContainerInstanceRead.class,
            o -> {
              assertThat(o.instance().ec2InstanceId()).isEqualTo("i-0123");
              assertThat(o.instance().agentConnected()).isFalse();
            });
  }

  @Test
  void tasksAlikeCostOneReadOfTheirDefinitionAndHost() throws Exception {
    scene.defineAwslogs(AWSLOGS);
    host();

    for (int i = 0; i < 3; i++) {
      scene.read(EvidenceScene.request(EvidenceScene.onHost(", exitCode: 1"), true, true));
    }

    assertThat(scene.aws.requests("DescribeTaskDefinition")).isEqualTo(1);
    assertThat(scene.aws.requests("DescribeContainerInstances")).isEqualTo(1);
    assertThat(scene.stats.counter(RunMetrics.BRIDGE_READS_SAVED, "DescribeTaskDefinition"))
        .isEqualTo(2);
  }

  @Test
  void aMissingPermissionIsToldAndTheRestIsStillRead() throws Exception {
    scene.aws.fault(AwsFault.denied("DescribeTaskDefinition", AwsFault.UNTIL_LIFTED));
    host();

    List<Observation> told =
        scene.read(EvidenceScene.request(EvidenceScene.onHost(", exitCode: 1"), true, true));

    assertThat(EvidenceScene.missing(told))
        .containsExactly("no permission to ecs:DescribeTaskDefinition");
    assertThat(told).hasAtLeastOneElementOfType(Observation.ContainerInstanceRead.class);
  }

  @Test
  void withoutDefinitionTheLogSaysWhyItWasNotFound() throws Exception {
    scene.aws.fault(AwsFault.denied("DescribeTaskDefinition", AwsFault.UNTIL_LIFTED));

    LogTail tail = scene.log(EvidenceScene.fargate());

    assertThat(tail.unavailable())
        .isEqualTo(
            "The log could not be found, because the task definition says where it is: no permission to ecs:DescribeTaskDefinition.");
  }

  @Test
  void aDefinitionThatIsGoneIsNamed() throws Exception {
    List<Observation> told =
        scene.read(EvidenceScene.request(EvidenceScene.fargate(), true, false));

    assertThat(EvidenceScene.missing(told))
        .containsExactly(
            "the task definition etl:3 could not be read: Unable to describe task definition.");
  }

  @Test
  void aHostThatIsGoneIsNamed() throws Exception {
    List<Observation> told =
        scene.read(EvidenceScene.request(EvidenceScene.onHost(", exitCode: 1"), false, true));

    assertThat(EvidenceScene.missing(told))
        .containsExactly("container instance " + EvidenceScene.HOST + ": ECS no longer knows it");
  }

  @Test
  void troubleThatPassesIsWaitedOut() throws Exception {
    scene.defineAwslogs(AWSLOGS);
    scene.aws.fault(AwsFault.throttled("DescribeTaskDefinition", AwsClients.ATTEMPTS));
    scene.aws.fault(AwsFault.expired("DescribeTaskDefinition", 1));
    scene.aws.fault(AwsFault.cut("DescribeTaskDefinition", AwsClients.ATTEMPTS));

    List<Observation> told =
        scene.read(EvidenceScene.request(EvidenceScene.fargate(), true, false));

    assertThat(told).hasOnlyElementsOfType(Observation.TaskDefinitionRead.class);
    assertThat(scene.waits)
        .startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2))
        .hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void troubleWithoutEndIsToldAndTheRequestAnswered() throws Exception {
    scene.aws.fault(AwsFault.broken("", AwsFault.UNTIL_LIFTED));

    List<Observation> told =
        scene.read(EvidenceScene.request(EvidenceScene.onHost(", exitCode: 1"), true, true));

    assertThat(EvidenceScene.missing(told))
        .containsExactly(
            "ecs:DescribeTaskDefinition is answered with 500 in eu-central-1",
            "container instance "
                + EvidenceScene.HOST
                + ": ecs:DescribeContainerInstances is answered with 500 in eu-central-1");
    assertThat(scene.waits).isEqualTo(TaskReading.RETRIES);
  }

  @Test
  void theLogRouterIsReadInPlaceOfARoutedLog() throws Exception {
    scene.define(
        "{logDriver: awsfirelens}",
        "{name: log_router, image: amazon/aws-for-fluent-bit:stable, logConfiguration: {logDriver: awslogs, options: {awslogs-group: /ecs/router, awslogs-stream-prefix: f}}}");
    scene
        .aws
        .logStream("/ecs/router", "f/log_router/abc")
        .line(Instant.parse("2026-08-20T10:00:10Z"), "[error] no upstream connections available");

    List<LogTail> tails =
        scene
            .readLog(
                EvidenceScene.task(
                    "containers: [{name: main, exitCode: 1, runtimeId: a}, {name: log_router, exitCode: 0, runtimeId: b}]"))
            .stream()
            .map(o -> ((Observation.LogRead) o).tail())
            .toList();

    assertThat(tails).extracting(LogTail::container).containsExactly("main", "log_router");
    assertThat(tails.get(0).unavailable())
        .contains(
            "in Loki: {...} | ecs_task_arn=\"" + EvidenceScene.TASK + "\"",
            "The router's own log (container log_router) is read.");
    assertThat(tails.get(1).lines())
        .extracting(LogTail.Line::text)
        .containsExactly("[error] no upstream connections available");
  }

  @Test
  void whatFindsNoRoomIsAnsweredWithoutReadingAndNobodyIsHeldUp() throws Exception {
    scene.defineAwslogs(AWSLOGS);
    CountDownLatch released = new CountDownLatch(1);
    BlockingQueue<Observation> told = new LinkedBlockingQueue<>();
    RunKey tooMany = new RunKey("batch", "too-many");
    ObservationSink full =
        o -> {
          if (((Observation.OfRun) o).key().equals(tooMany)) {
            told.put(o);
          } else {
            released.await();
          }
        };
    try (TaskEvidenceReader reader =
        new TaskEvidenceReader(scene.clients, LogsConfig.DEFAULT, full, scene.stats)) {
      for (int i = 0; i < TaskEvidenceReader.CAPACITY; i++) {
        reader.read(EvidenceScene.request(EvidenceScene.fargate(), true, false));
      }
      reader.read(
          new EvidenceRequest.OfTask(tooMany, EvidenceScene.fargate(), true, false, List.of()));

      assertThat(told.poll(30, TimeUnit.SECONDS))
          .isEqualTo(
              new Observation.FactMissing(
                  tooMany,
                  "task definition and logs: the bridge had too much to read at that time"));
      assertThat(told.poll(30, TimeUnit.SECONDS)).isInstanceOf(Observation.EvidenceAnswered.class);
      assertThat(scene.stats.counter(RunMetrics.BRIDGE_DROPPED, "ecs_evidence_queue_full"))
          .isEqualTo(1);
      released.countDown();
    }
  }

  @Test
  void roomIsFreeAgainWhenRequestsAreAnswered() throws Exception {
    scene.defineAwslogs(AWSLOGS);
    AtomicReference<Double> depth = new AtomicReference<>();

    for (int i = 0; i < 5; i++) {
      scene.read(EvidenceScene.request(EvidenceScene.fargate(), true, false));
    }

    await()
        .untilAsserted(
            () -> {
              scene
                  .stats
                  .gauges()
                  .forEach(
                      (series, value) -> {
                        if (series.dimension().equals("ecs_evidence")) {
                          depth.set(value);
                        }
                      });
              assertThat(depth.get()).isZero();
            });
  }
}
