package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.fake.AwsFault;
import io.runwhy.bridge.fake.FakeAws;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.bridge.testing.EcsTasks;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The source against ECS and SQS over real HTTP. */
class EcsSourceTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final FakeAws aws = new FakeAws();
  private final String queue = aws.createQueue("q", Duration.ofSeconds(30), 3);
  private final BridgeStats stats = new BridgeStats();
  private final List<Observation> seen = new CopyOnWriteArrayList<>();
  private EcsSource source;

  @BeforeAll
  static void keys() {
    EcsTasks.giveKeys();
  }

  @AfterEach
  void close() {
    source.close();
    aws.close();
  }

  @Test
  void withoutAQueueTasksAreListedAndDescribedWithTheirTags() {
    for (int i = 0; i < 250; i++) {
      aws.putTask(
          EcsTasks.tagged(EcsTasks.running("r" + i, 1), "prefect.io/flow-run-id", "flow-" + i));
    }
    aws.putTask(EcsTasks.stopped("s", 2, 1));

    start("", seen::add);

    await().atMost(LONG).until(source::ready);
    assertThat(tasks()).hasSize(251);
    assertThat(runs()).contains("flow-0", "flow-249");
    assertThat(aws.requests("ListTasks")).isGreaterThanOrEqualTo(4);
  }

  @Test
  void aStoppedTaskIsToldOnceAndNeverDescribedAgain() {
    aws.putTask(EcsTasks.stopped("s", 2, 1));
    start("", seen::add);
    await().until(source::ready);
    int described = aws.requests("DescribeTasks");

    int lists = aws.requests("ListTasks");
    await().atMost(LONG).until(() -> aws.requests("ListTasks") > lists + 4);

    assertThat(aws.requests("DescribeTasks")).isEqualTo(described);
    assertThat(tasks()).hasSize(1);
  }

  @Test
  void anEventIsToldAndItsMessageDeletedWhenItIsHandled() {
    List<Runnable> markers = new CopyOnWriteArrayList<>();
    start(queue, holding(markers));
    await().until(source::ready);

    aws.send("q", EcsTasks.event(prefect(EcsTasks.running("a", 1), "f-1")));
    await().until(() -> !markers.isEmpty());
    assertThat(runs()).containsExactly("f-1");
    assertThat(aws.deleted("q")).isZero();
    markers.forEach(Runnable::run);

    await().until(() -> aws.deleted("q") == 1);
  }

  @Test
  void aMessageInHandStaysHiddenUntilItIsHandled() {
    List<Runnable> markers = new CopyOnWriteArrayList<>();
    start(queue, holding(markers));
    aws.send("q", EcsTasks.event(prefect(EcsTasks.running("a", 1), "f-1")));
    await().until(() -> !markers.isEmpty());

    int renewed = aws.requests("ChangeMessageVisibilityBatch");
    await().atMost(LONG).until(() -> aws.requests("ChangeMessageVisibilityBatch") >= renewed + 3);

    assertThat(markers).hasSize(1);
    assertThat(aws.inFlight("q")).isEqualTo(1);
    markers.forEach(Runnable::run);
    await().until(() -> aws.deleted("q") == 1);
  }

  @Test
  void duplicatesDisorderAndTheSweepTellEachVersionAtMostOnce() {
    aws.shuffle("q", 7);
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      bodies.add(EcsTasks.event(prefect(EcsTasks.running("t" + i, 1), "f-" + i)));
      bodies.add(EcsTasks.event(prefect(EcsTasks.stopped("t" + i, 5, 0), "f-" + i)));
      aws.putTask(prefect(EcsTasks.stopped("t" + i, 5, 0), "f-" + i));
    }
    bodies.forEach(b -> aws.sendTwice("q", b));

    start(queue, seen::add);

    await().atMost(LONG).until(() -> aws.deleted("q") == 160);
    await().until(() -> stopped().size() == 40);
    assertThat(stopped()).doesNotHaveDuplicates();
    assertThat(stats.counter(RunMetrics.BRIDGE_DROPPED, "ecs_old")).isGreaterThanOrEqualTo(80);
  }

  @Test
  void tagsAreLookedUpOnceATaskAndManyInOneCall() {
    start(queue, seen::add);
    await().until(source::ready);
    int before = aws.requests("DescribeTasks");
    for (int i = 0; i < 60; i++) {
      ObjectNode task =
          EcsTasks.tagged(EcsTasks.running("t" + i, 1), "prefect.io/flow-run-id", "flow-" + i);
      aws.putTask(task);
      aws.send("q", EcsTasks.event(task));
    }

    await().atMost(LONG).until(() -> aws.deleted("q") == 60);
    assertThat(runs()).contains("flow-0", "flow-59").hasSize(60);
    int calls = aws.requests("DescribeTasks") - before;
    assertThat(calls).isLessThan(30);

    // StopTask has removed the tags; the identity stays and needs no call.
    aws.putTask(EcsTasks.stopped("t0", 2, 1));
    aws.send("q", EcsTasks.event(EcsTasks.stopped("t0", 2, 1)));
    await().until(() -> stopped().equals(List.of("flow-0")));
    assertThat(aws.requests("DescribeTasks") - before).isEqualTo(calls);
  }

  @ParameterizedTest
  @ValueSource(strings = {"throttled", "expired", "broken", "cut"})
  void aLookUpThatFailsLosesNoMessageAndSendsNoneToTheDeadLetters(String kind) {
    start(queue, seen::add);
    await().until(source::ready);
    await().until(() -> aws.requests("ListTasks") >= 2);
    aws.fault(
        switch (kind) {
          case "throttled" -> AwsFault.throttled("DescribeTasks", AwsFault.UNTIL_LIFTED);
          case "expired" -> AwsFault.expired("DescribeTasks", AwsFault.UNTIL_LIFTED);
          case "broken" -> AwsFault.broken("DescribeTasks", AwsFault.UNTIL_LIFTED);
          default -> AwsFault.cut("DescribeTasks", AwsFault.UNTIL_LIFTED);
        });
    ObjectNode task = EcsTasks.tagged(EcsTasks.running("a", 1), "prefect.io/flow-run-id", "f-1");
    aws.putTask(task);
    aws.send("q", EcsTasks.event(task));
    await().atMost(LONG).until(() -> aws.requests("ChangeMessageVisibilityBatch") >= 2);
    assertThat(tasks()).isEmpty();
    assertThat(gauge(RunMetrics.BRIDGE_OLDEST_UNSEEN, QueueConsumer.SOURCE)).isGreaterThan(1);

    aws.lift("");

    await().atMost(LONG).until(() -> aws.deleted("q") == 1);
    assertThat(runs()).containsExactly("f-1");
    assertThat(aws.deadLetters("q")).isEmpty();
    assertThat(gauge(RunMetrics.BRIDGE_OLDEST_UNSEEN, QueueConsumer.SOURCE)).isZero();
  }

  @Test
  void aTaskThatEcsDoesNotKnowIsToldWithoutTags() {
    aws.cluster("batch");
    start(queue, seen::add);
    aws.send("q", EcsTasks.event(EcsTasks.stopped("gone", 2, 1)));

    await().atMost(LONG).until(() -> aws.deleted("q") == 1);
    assertThat(runs()).containsExactly("gone");
  }

  @Test
  void poisonIsCountedAndLeftToTheDeadLetters() {
    String secret =
        "{\"detail-type\": \"ECS Task State Change\", \"detail\": {\"x\": \"hunter2\"}}";
    aws.send("q", "no json, hunter2");
    aws.send("q", "{\"hello\": \"hunter2\"}");
    aws.send("q", secret);
    aws.send("q", EcsTasks.event(prefect(EcsTasks.running("a", 1), "f-1")));

    start(queue, seen::add);

    await().atMost(Duration.ofSeconds(40)).until(() -> aws.deadLetters("q").size() == 3);
    assertThat(aws.deadLetters("q")).contains(secret);
    assertThat(aws.deleted("q")).isEqualTo(1);
    assertThat(stats.counter(RunMetrics.BRIDGE_BAD_OBJECTS, QueueConsumer.SOURCE)).isEqualTo(9);
    assertThat(tasks()).hasSize(1);
  }

  @Test
  void whatIsNotWatchedIsDeletedAndCounted() {
    aws.send("q", EcsTasks.event(EcsTasks.running("other", "a", 1)));
    aws.send(
        "q",
        "{\"detail-type\": \"ECS Deployment State Change\", \"detail\": {\"eventName\": \"X\"}}");

    start(queue, seen::add);

    await().atMost(LONG).until(() -> aws.deleted("q") == 2);
    assertThat(tasks()).isEmpty();
    assertThat(stats.counter(RunMetrics.BRIDGE_DROPPED, "ecs_other_cluster")).isEqualTo(1);
    assertThat(stats.counter(RunMetrics.BRIDGE_DROPPED, "ecs_other_event")).isEqualTo(1);
  }

  @Test
  void tasksOfServicesAreLeftOutOnRequest() {
    ObjectNode task = EcsTasks.running("a", 1).put("group", "service:api");
    aws.putTask(task);
    EcsConfig c = EcsConfigs.of(aws, queue, 50);
    source =
        source(
            new EcsConfig(
                true,
                c.clusters(),
                c.region(),
                c.endpoint(),
                c.queueUrl(),
                1,
                c.sweep(),
                c.sweep(),
                50,
                c.visibility(),
                false,
                true,
                ""));
    aws.send("q", EcsTasks.event(task));
    source.start(seen::add);

    await().atMost(LONG).until(() -> aws.deleted("q") == 1);
    await().until(() -> aws.requests("ListTasks") > 6);
    assertThat(tasks()).isEmpty();
    assertThat(stats.counter(RunMetrics.BRIDGE_DROPPED, "ecs_of_service")).isEqualTo(1);
    assertThat(aws.requests("DescribeTasks")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "expired", "throttled", "broken", "denied"})
  void aQueueThatCannotBeReadIsStoodInForAndReadAgain(String kind) {
    AwsFault fault =
        switch (kind) {
          case "gone" -> AwsFault.queueGone("ReceiveMessage", AwsFault.UNTIL_LIFTED);
          case "expired" -> AwsFault.expired("ReceiveMessage", AwsFault.UNTIL_LIFTED);
          case "throttled" -> AwsFault.throttled("ReceiveMessage", AwsFault.UNTIL_LIFTED);
          case "broken" -> AwsFault.broken("ReceiveMessage", AwsFault.UNTIL_LIFTED);
          default -> AwsFault.denied("ReceiveMessage", AwsFault.UNTIL_LIFTED);
        };
    aws.fault(fault);
    aws.cluster("batch");
    start(queue, seen::add);
    await().atMost(LONG).until(() -> aws.requests("ReceiveMessage") >= 4);
    assertThat(source.ready()).isFalse();
    assertThat(gauge(RunMetrics.BRIDGE_WATCH_UP, QueueConsumer.SOURCE)).isZero();
    assertThat(gauge(RunMetrics.BRIDGE_OLDEST_UNSEEN, QueueConsumer.SOURCE)).isGreaterThan(0);
    aws.putTask(prefect(EcsTasks.stopped("a", 2, 1), "f-1"));
    aws.send("q", EcsTasks.event(prefect(EcsTasks.stopped("a", 2, 1), "f-1")));
    await().atMost(LONG).until(() -> runs().contains("f-1"));

    aws.lift("");

    await().atMost(Duration.ofSeconds(30)).until(() -> aws.deleted("q") == 1);
    assertThat(tasks()).hasSize(1);
    assertThat(gauge(RunMetrics.BRIDGE_WATCH_UP, QueueConsumer.SOURCE)).isEqualTo(1);
  }

  @Test
  void aMessageThatCannotBeDeletedYetIsDeletedLater() {
    aws.fault(AwsFault.broken("DeleteMessageBatch", 4));
    start(queue, seen::add);
    aws.send("q", EcsTasks.event(prefect(EcsTasks.running("a", 1), "f-1")));

    await().atMost(LONG).until(() -> aws.deleted("q") == 1);
    assertThat(tasks()).hasSize(1);
  }

  @Test
  void closingDeletesWhatHasBeenHandled() {
    start(queue, seen::add);
    await().until(source::ready);
    for (int i = 0; i < 30; i++) {
      aws.send("q", EcsTasks.event(prefect(EcsTasks.running("t" + i, 1), "f-" + i)));
    }
    await().until(() -> tasks().size() == 30);

    source.close();

    assertThat(aws.deleted("q")).isEqualTo(30);
  }

  @Test
  void aHostInTroubleIsToldToTheRunsThatItHolds() {
    String host = EcsTasks.CLUSTER.replace(":cluster/batch", ":container-instance/batch/h1");
    start(queue, seen::add);
    aws.send(
        "q",
        EcsTasks.event(prefect(EcsTasks.running("a", 1).put("containerInstanceArn", host), "f-1")));
    await().atMost(LONG).until(() -> tasks().size() == 1);
    aws.send("q", instance(host, "ACTIVE", true));
    aws.send("q", instance(host, "DRAINING", true));

    await().atMost(LONG).until(() -> aws.deleted("q") == 3);
    assertThat(seen)
        .filteredOn(Observation.ContainerInstanceRead.class::isInstance)
        .singleElement()
        .satisfies(
            o ->
                assertThat(((Observation.ContainerInstanceRead) o).key().runId()).isEqualTo("f-1"));
  }

  private static String instance(String arn, String status, boolean connected) {
    return "{\"detail-type\": \"ECS Container Instance State Change\", \"detail\": {\"clusterArn\": \""
        + EcsTasks.CLUSTER
        + "\", \"containerInstanceArn\": \""
        + arn
        + "\", \"status\": \""
        + status
        + "\", \"agentConnected\": "
        + connected
        + "}}";
  }

  /** A sink that keeps the markers instead of running them. */
  private ObservationSink holding(List<Runnable> markers) {
    return new ObservationSink() {
      @Override
      public void accept(Observation observation) {
        seen.add(observation);
      }

      @Override
      public void whenHandled(Runnable done) {
        markers.add(done);
      }
    };
  }

  private void start(String queueUrl, ObservationSink sink) {
    source = source(EcsConfigs.of(aws, queueUrl, 50));
    aws.cluster("batch");
    source.start(sink);
  }

  private EcsSource source(EcsConfig config) {
    return new EcsSource(
        config, LogsConfig.DEFAULT, EcsPresets.standard(), stats, InstantSource.system());
  }

  private double gauge(String metric, String dimension) {
    return stats.gauges().get(new BridgeStats.Series(metric, dimension));
  }

  private List<Observation.TaskSeen> tasks() {
    return seen.stream()
        .filter(Observation.TaskSeen.class::isInstance)
        .map(Observation.TaskSeen.class::cast)
        .toList();
  }

  private List<String> runs() {
    return tasks().stream().map(t -> t.key().runId()).distinct().toList();
  }

  private List<String> stopped() {
    return tasks().stream().filter(t -> t.task().isStopped()).map(t -> t.key().runId()).toList();
  }

  /** An event whose identity needs no call. */
  private static ObjectNode prefect(ObjectNode task, String flowRun) {
    task.withObject("/overrides")
        .withArray("/containerOverrides")
        .addObject()
        .put("name", "main")
        .withArray("/environment")
        .addObject()
        .put("name", "PREFECT__FLOW_RUN_ID")
        .put("value", flowRun);
    return task;
  }
}
