package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.fake.AwsCall;
import io.runwhy.bridge.fake.AwsFault;
import io.runwhy.bridge.fake.FakeAws;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.bridge.testing.EcsTasks;
import io.runwhy.bridge.testing.MovableClock;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class EcsSweepTest {
  private final FakeAws aws = new FakeAws();
  private final BridgeStats stats = new BridgeStats();
  private final MovableClock clock = new MovableClock();
  private final List<Observation> seen = new ArrayList<>();
  private AwsClients clients;
  private Sweep sweep;

  @BeforeEach
  void prepare() {
    aws.cluster("batch");
    prepare(100);
  }

  @AfterEach
  void close() {
    clients.close();
    aws.close();
  }

  @Test
  void tenThousandTasksStayInsideTheRateLimit() throws InterruptedException {
    int perSecond = Integer.getInteger("runwhy.test.rate", 50);
    prepare(perSecond);
    for (int i = 0; i < 10_000; i++) {
      aws.putTask(EcsTasks.running("t" + i, 1));
    }

    sweep.sweep();

    assertThat(seen).hasSize(10_000);
    List<AwsCall> calls = aws.calls("");
    assertThat(calls).hasSize(100 + 1 + 100);
    double seconds = (calls.get(calls.size() - 1).nanos() - calls.get(0).nanos()) / 1e9;
    double rate = (calls.size() - 1 - AwsClients.BURST) / seconds;
    System.out.printf("sweep of 10,000: %d calls in %.1f s, %.2f/s%n", calls.size(), seconds, rate);
    assertThat(rate).isLessThanOrEqualTo(perSecond);
    for (int i = 0; i + perSecond + AwsClients.BURST + 1 < calls.size(); i++) {
      long span = calls.get(i + perSecond + AwsClients.BURST + 1).nanos() - calls.get(i).nanos();
      assertThat(span).isGreaterThan(Duration.ofMillis(900).toNanos());
    }
  }

  @Test
  void theNextSweepDescribesOnlyWhatMayHaveChanged() throws InterruptedException {
    for (int i = 0; i < 150; i++) {
      aws.putTask(EcsTasks.running("t" + i, 1));
    }
    aws.putTask(EcsTasks.with(EcsTasks.running("p", 1), t -> t.put("lastStatus", "PENDING")));
    sweep.sweep();
    int described = aws.requests("DescribeTasks");
    aws.putTask(EcsTasks.stopped("t3", 2, 1));

    sweep.sweep();

    assertThat(aws.requests("DescribeTasks") - described).isEqualTo(1);
    assertThat(seen).hasSize(152);
    assertThat(((Observation.TaskSeen) seen.get(151)).task().id()).isEqualTo("t3");

    clock.pass(Sweep.AGAIN);
    sweep.sweep();
    assertThat(aws.requests("DescribeTasks") - described).isEqualTo(1 + 2);
    assertThat(seen).hasSize(152);
  }

  @Test
  void aTaskThatEcsNoLongerKnowsIsLost() throws InterruptedException {
    aws.putTask(EcsTasks.running("a", 1));
    sweep.sweep();
    aws.removeTask(EcsTasks.arn("a"));
    sweep.sweep();
    assertThat(seen).hasSize(1);

    clock.pass(Sweep.SILENCE.plusSeconds(1));
    sweep.sweep();
    sweep.sweep();

    assertThat(seen).hasSize(2);
    assertThat(seen.get(1))
        .isEqualTo(
            new Observation.TaskLost(
                ((Observation.TaskSeen) seen.get(0)).key(), EcsTasks.arn("a")));
  }

  @Test
  void aSweepThatIsThrottledGoesOnWhereItWas() throws InterruptedException {
    for (int i = 0; i < 250; i++) {
      aws.putTask(EcsTasks.running("t" + i, 1));
    }
    aws.fault(AwsFault.throttled("DescribeTasks", AwsClients.ATTEMPTS + 1));
    aws.fault(AwsFault.broken("ListTasks", AwsClients.ATTEMPTS));

    sweep.sweep();

    assertThat(seen).hasSize(250);
    // Three pages of running tasks and an empty one of stopped ones; the failed attempts beside.
    assertThat(aws.requests("ListTasks")).isEqualTo(4 + AwsClients.ATTEMPTS);
    assertThat(aws.requests("DescribeTasks")).isEqualTo(3 + AwsClients.ATTEMPTS + 1);
    assertThat(stats.counter(RunMetrics.BRIDGE_WATCH_FAILURES, Sweep.SOURCE)).isEqualTo(2);
  }

  @Test
  void aClusterThatIsGoneDoesNotKeepTheOthers() throws InterruptedException {
    aws.putTask(EcsTasks.running("second", "a", 1));
    prepare(100, List.of("nowhere", "second"));

    sweep.sweep();

    assertThat(sweep.isDone()).isTrue();
    assertThat(seen).hasSize(1);
    assertThat(stats.gauges().get(new BridgeStats.Series(RunMetrics.BRIDGE_WATCH_UP, Sweep.SOURCE)))
        .isZero();
  }

  /** Else a sweep of all tasks drops records while the Collector is away. */
  @Test
  void theSweepWaitsUntilTheRecordsOfWhatItToldHaveLeft() throws Exception {
    for (int i = 0; i < Sweep.AHEAD + 300; i++) {
      aws.putTask(EcsTasks.running("t" + i, 1));
    }
    List<Runnable> done = new CopyOnWriteArrayList<>();
    AtomicInteger told = new AtomicInteger();
    Sweep held =
        sweep(
            new Clusters(EcsConfigs.of(aws, "", 100), FakeAws.REGION),
            new ObservationSink() {
              @Override
              public void accept(Observation observation) {
                told.incrementAndGet();
              }

              @Override
              public void whenHandled(Runnable then) {
                done.add(then);
              }
            });
    held.start();
    try {
      await().until(() -> told.get() == Sweep.AHEAD);
      await()
          .during(Duration.ofMillis(500))
          .atMost(Duration.ofSeconds(2))
          .until(() -> told.get() == Sweep.AHEAD);

      List.copyOf(done).forEach(Runnable::run);

      await().until(() -> told.get() == Sweep.AHEAD + 300);
    } finally {
      held.close();
    }
  }

  @Test
  void aTaskThatCannotBeReadIsSkippedAndCounted() throws InterruptedException {
    aws.putTask(EcsTasks.running("a", 1));
    Sweep odd =
        sweep(
            new Clusters(EcsConfigs.of(aws, "", 5), FakeAws.REGION),
            o -> {
              throw new IllegalStateException("odd");
            });

    odd.sweep();

    assertThat(stats.counter(RunMetrics.BRIDGE_BAD_OBJECTS, Sweep.SOURCE)).isEqualTo(1);
  }

  private void prepare(int perSecond) {
    prepare(perSecond, List.of("batch"));
  }

  private void prepare(int perSecond, List<String> clusters) {
    EcsConfig c = EcsConfigs.of(aws, "", perSecond);
    EcsConfig config =
        new EcsConfig(
            true,
            clusters,
            c.region(),
            c.endpoint(),
            "",
            1,
            c.sweep(),
            c.sweepWithQueue(),
            perSecond,
            c.visibility(),
            true,
            true,
            "");
    clients =
        new AwsClients(
            config,
            stats,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")));
    sweep = sweep(new Clusters(config, FakeAws.REGION), seen::add);
  }

  private Sweep sweep(Clusters clusters, ObservationSink sink) {
    EcsCalls calls = new EcsCalls(clients.ecs(), true);
    TaskTable table = new TaskTable(stats, clock);
    TagLookup lookup = new TagLookup(calls, FakeAws.REGION, stats, clock);
    TaskIntake intake =
        new TaskIntake(
            EcsConfigs.of(aws, "", 5),
            clusters,
            new TaskIdentity(EcsPresets.standard()),
            table,
            lookup,
            sink);
    return new Sweep(
        calls,
        clusters,
        FakeAws.REGION,
        () -> Duration.ofSeconds(30),
        intake,
        table,
        sink,
        stats,
        clock);
  }
}
