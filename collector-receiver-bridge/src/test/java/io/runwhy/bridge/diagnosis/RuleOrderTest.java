package io.runwhy.bridge.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RuleOrderTest {
  @Test
  void causesStandAboveTheirSymptoms() {
    assertThat(RuleOrder.STANDARD)
        .extracting(Rule::name)
        .containsExactly(
            "job-held",
            "pod-not-created",
            "job-not-started",
            "refused-by-node",
            "oom-killed",
            "sidecar-trouble",
            "disrupted",
            "pod-ended-by-node",
            "held-back",
            "unschedulable",
            "node-silent",
            "containers-creating",
            "image-pull",
            "container-not-created",
            "start-failed",
            "killed-by-probe",
            "job-deadline",
            "deleted-pod",
            "node-trouble",
            "process-ended",
            "crash-loop",
            "job-wrapper");
  }
}
