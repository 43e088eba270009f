package io.runwhy.bridge.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.Severity;
import io.runwhy.bridge.model.StageBudgets;
import io.runwhy.bridge.testing.Histories;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A delay is told at once; beyond its stage's budget it becomes an alarm. */
class BudgetsTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // case, seconds waited, severity
    "unschedulable/cpu-beside-control-plane, 60, WARNING",
    "unschedulable/cpu-beside-control-plane, 400, ERROR",
    "unschedulable/scale-up-coming, 400, INFO",
    "unschedulable/scale-up-coming, 1200, ERROR",
    "queue/gate-for-long, 60, INFO",
    "queue/gate-for-long, 2000, WARNING",
    "volume/mount-timeout-generic, 20, INFO",
    "volume/mount-timeout-generic, 200, WARNING",
    "volume/mount-timeout-generic, 400, ERROR",
    "config/configmap-key-missing, 60, WARNING",
    "config/configmap-key-missing, 400, ERROR",
    "image/harbor-404, 60, WARNING",
    "image/harbor-404, 400, ERROR"
  })
  void severityRisesWithTheTimeWaited(String name, int seconds, Severity expected) {
    KubernetesHistory history = Histories.ofCase(name, START.plusSeconds(seconds));

    assertThat(Diagnoser.standard().diagnose(history))
        .isInstanceOfSatisfying(
            Diagnosis.class, d -> assertThat(d.severity()).as(d.summary()).isEqualTo(expected));
  }

  @ParameterizedTest
  @CsvSource({"60, WARNING", "120, ERROR"})
  void budgetsAreConfigurable(int seconds, Severity expected) {
    StageBudgets d = StageBudgets.DEFAULT;
    StageBudgets shorter =
        new StageBudgets(
            d.queue(),
            Duration.ofSeconds(90),
            d.scaleUp(),
            d.create(),
            d.pull(),
            d.connect(),
            d.stop(),
            d.linger());
    KubernetesHistory history =
        Histories.ofCase("unschedulable/cpu-beside-control-plane", START.plusSeconds(seconds));

    assertThat(Diagnoser.with(shorter).diagnose(history))
        .isInstanceOfSatisfying(Diagnosis.class, v -> assertThat(v.severity()).isEqualTo(expected));
  }
}
