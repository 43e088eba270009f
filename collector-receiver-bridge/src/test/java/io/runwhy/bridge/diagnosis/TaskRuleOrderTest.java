package io.runwhy.bridge.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TaskRuleOrderTest {
  @Test
  void causesStandAboveTheirSymptoms() {
    assertThat(TaskRuleOrder.STANDARD)
        .extracting(TaskRule::name)
        .containsExactly(
            "lost",
            "host-silent",
            "stuck-stopping",
            "stopped-from-outside",
            "out-of-memory",
            "start-failed",
            "never-ran",
            "not-placed",
            "stopped-otherwise",
            "process-ended",
            "sidecar-failed",
            "waits",
            "unexplained");
  }
}
