package io.runwhy.bridge.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdsTest {
  @Test
  void traceIdIsTheFirstHalfOfTheHashOfClusterAndRun() {
    // printf 'prod\nr-1' | sha256sum
    assertThat(RunIds.of(run("prod", "r-1", null)).traceId())
        .isEqualTo("6f087f898c84a48ba2067893f6969b4e");
    assertThat(RunIds.of(run("test", "r-1", null)).traceId())
        .isNotEqualTo(RunIds.of(run("prod", "r-1", null)).traceId());
  }

  @Test
  void theSameRunHasTheSameIds() {
    RunIds a = RunIds.of(run("c", "r", null));
    RunIds b = RunIds.of(run("c", "r", null));

    assertThat(a.root()).isEqualTo(b.root());
    assertThat(a.record("x", "y")).isEqualTo(b.record("x", "y")).isNotEqualTo(a.record("x", "z"));
  }

  @Test
  void theSubmittersTraceIsJoined() {
    RunIds ids =
        RunIds.of(run("c", "r", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

    assertThat(ids.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(ids.parent().getSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(ids.root().getTraceId()).isEqualTo(ids.traceId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      })
  void aTraceparentThatIsNoneIsIgnored(String traceparent) {
    assertThat(RunIds.of(run("c", "r", traceparent)).traceId())
        .isEqualTo(RunIds.of(run("c", "r", null)).traceId());
    assertThat(RunIds.of(run("c", "r", traceparent)).parent().isValid()).isFalse();
  }

  private static RunIdentity run(String cluster, String id, @Nullable String traceparent) {
    return new RunIdentity(
        new RunKey(cluster, id), "n", "job", "ns", null, null, null, null, traceparent);
  }
}
