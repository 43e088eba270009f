package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.fake.FakeAws;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.testing.EcsTasks;
import io.runwhy.bridge.testing.MovableClock;
import io.runwhy.conventions.RunMetrics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EcsTaskTableTest {
  private final BridgeStats stats = new BridgeStats();
  private final MovableClock clock = new MovableClock();
  private final TaskTable table = new TaskTable(stats, clock, 3);

  @Test
  void aVersionThatIsNotNewerIsOld() {
    assertThat(table.accept(running("a", 5), run("a", "n"), false)).isNotNull();

    assertThat(table.accept(running("a", 5), run("a", "n"), false)).isNull();
    assertThat(table.accept(running("a", 4), run("a", "n"), false)).isNull();
    assertThat(table.accept(stopped("a", 6), run("a", "n"), false)).isNotNull();
  }

  @Test
  void aStopThatArrivesFirstIsTakenAndWhatCameBeforeIsOld() {
    assertThat(table.accept(stopped("a", 6), run("a", "n"), false)).isNotNull();

    assertThat(table.accept(running("a", 5), run("a", "n"), false)).isNull();
    assertThat(table.isWorthDescribing(EcsTasks.arn("a"), false, Sweep.AGAIN)).isFalse();
  }

  @Test
  void anIdentityOfTagsStaysWhenTheyAreGone() {
    table.accept(running("a", 1), run("a", "nightly"), true);

    RunIdentity told = table.accept(stopped("a", 2), run("a", "etl"), false);

    assertThat(told).isNotNull();
    assertThat(told.name()).isEqualTo("nightly");
  }

  @Test
  void tagsThatSayMoreOfTheSameRunAreToldOnce() {
    table.accept(running("a", 1), run("a", "etl"), false);

    assertThat(table.accept(running("a", 1), run("a", "nightly"), true)).isNotNull();
    assertThat(table.accept(running("a", 1), run("a", "nightly"), true)).isNull();
    assertThat(table.run(EcsTasks.arn("a"))).isEqualTo(run("a", "nightly"));
  }

  @Test
  void tagsOfAnotherRunDoNotMoveATaskThatWasTold() {
    table.accept(running("a", 1), run("a", "etl"), false);

    assertThat(table.accept(running("a", 1), run("b", "other"), true)).isNull();
    assertThat(table.run(EcsTasks.arn("a"))).isEqualTo(run("a", "etl"));
  }

  @Test
  void beyondTheLimitTheOldestStoppedGoFirstAndAreCounted() {
    table.accept(running("live", 1), run("live", "n"), false);
    table.accept(stopped("old", 1), run("old", "n"), false);
    table.accept(stopped("new", 1), run("new", "n"), false);
    table.accept(running("more", 1), run("more", "n"), false);
    table.accept(running("most", 1), run("most", "n"), false);

    assertThat(table.size()).isEqualTo(3);
    assertThat(table.run(EcsTasks.arn("old"))).isNull();
    assertThat(table.run(EcsTasks.arn("new"))).isNull();
    assertThat(table.run(EcsTasks.arn("live"))).isNotNull();
    assertThat(stats.counter(RunMetrics.BRIDGE_DROPPED, "ecs_task_table")).isEqualTo(2);
    assertThat(TaskTable.LIMIT).isEqualTo(50_000);
  }

  @Test
  void aTaskThatRunsIsDescribedAgainNowAndThen() {
    String arn = EcsTasks.arn("a");
    assertThat(table.isWorthDescribing(arn, true, Sweep.AGAIN)).isTrue();
    table.accept(running("a", 1), run("a", "n"), false);
    table.described(List.of(arn));

    assertThat(table.isWorthDescribing(arn, true, Sweep.AGAIN)).isFalse();
    assertThat(table.isWorthDescribing(arn, false, Sweep.AGAIN)).isTrue();
    clock.pass(Sweep.AGAIN);
    assertThat(table.isWorthDescribing(arn, true, Sweep.AGAIN)).isTrue();
  }

  @Test
  void aTaskIsLostOnlyAfterSomeSilence() {
    Clusters.Watched batch = new Clusters.Watched("batch", FakeAws.REGION);
    table.accept(running("a", 1), run("a", "n"), false);
    assertThat(table.lost(EcsTasks.arn("a"), Sweep.SILENCE)).isNull();
    assertThat(table.silent(batch, Sweep.SILENCE)).isEmpty();

    clock.pass(Sweep.SILENCE.plus(Duration.ofSeconds(1)));

    assertThat(table.silent(new Clusters.Watched("other", FakeAws.REGION), Sweep.SILENCE))
        .isEmpty();
    assertThat(table.silent(batch, Sweep.SILENCE)).containsExactly(EcsTasks.arn("a"));
    assertThat(table.lost(EcsTasks.arn("a"), Sweep.SILENCE)).isEqualTo(new RunKey("c", "a"));
    assertThat(table.lost(EcsTasks.arn("a"), Sweep.SILENCE)).isNull();
  }

  private static Task running(String id, long version) {
    return TaskDecoder.decode(EcsTasks.running(id, version));
  }

  private static Task stopped(String id, long version) {
    return TaskDecoder.decode(EcsTasks.stopped(id, version, 0));
  }

  private static RunIdentity run(String id, String name) {
    return new RunIdentity(new RunKey("c", id), name, "ecs", "batch", null, null, null, null, null);
  }
}
