package io.runwhy.bridge.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.diagnosis.SchedulerMessage.Fragment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchedulerMessageTest {
  @ParameterizedTest
  @MethodSource
  void textIsTakenApart(String text, int nodes, List<Fragment> fragments) {
    assertThat(SchedulerMessage.parse(text)).isEqualTo(new SchedulerMessage(nodes, fragments));
  }

  static Stream<Arguments> textIsTakenApart() {
    return Stream.of(
        Arguments.of(
            "0/1 nodes are available: 1 Insufficient nvidia.com/gpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
            1,
            List.of(new Fragment(1, "Insufficient nvidia.com/gpu"))),
        Arguments.of(
            "0/5 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 3 Insufficient cpu, 4 Insufficient memory. preemption: 0/5 nodes are available: 5 No preemption victims found for incoming pod.",
            5,
            List.of(
                new Fragment(
                    1, "node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }"),
                new Fragment(3, "Insufficient cpu"),
                new Fragment(4, "Insufficient memory"))),
        Arguments.of(
            "0/3 nodes are available: 3 node(s) had taint {gpu: true}, that the pod didn't tolerate.",
            3,
            List.of(
                new Fragment(3, "node(s) had taint {gpu: true}, that the pod didn't tolerate"))),
        Arguments.of(
            "0/1 nodes are available: persistentvolumeclaim \"datasets\" not found. not found",
            1,
            List.of(new Fragment(1, "persistentvolumeclaim \"datasets\" not found. not found"))),
        Arguments.of("", 0, List.of()),
        Arguments.of(
            "no nodes available to schedule pods",
            0,
            List.of(new Fragment(0, "no nodes available to schedule pods"))));
  }
}
