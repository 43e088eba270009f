package io.runwhy.bridge.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.source.kubernetes.KubernetesObjects;
import io.runwhy.bridge.source.kubernetes.KubernetesPresets;
import io.runwhy.bridge.testing.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run's history has bounds; what falls out is counted, the newest stays. */
class KubernetesFoldTest {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
  private static final RunKey KEY = new RunKey("c", "run");

  private final KubernetesFold fold =
      new KubernetesFold(new RunIdentity(KEY, "run", "job", "ns", null, null, null, null, null), 0);

  @Test
  void theNewestEventsStay() {
    for (int i = 0; i < KubernetesFold.MAX_EVENTS + 30; i++) {
      fold.add(new Observation.EventsRead(KEY, List.of(event(i, "m" + i))));
    }

    KubernetesHistory history = fold.history(NOW, NOW);
    assertThat(history.events()).hasSize(KubernetesFold.MAX_EVENTS);
    assertThat(history.events().get(0).message()).isEqualTo("m30");
    assertThat(fold.takeDropped()).isEqualTo(Map.of("history_events", 30));
    assertThat(fold.takeDropped()).isEmpty();
  }

  @Test
  void longEventsAreBoundedByTheirSize() {
    String text = "x".repeat(KubernetesFold.MAX_EVENT_CHARS / 4);
    for (int i = 0; i < 6; i++) {
      fold.add(new Observation.EventsRead(KEY, List.of(event(i, text))));
    }

    assertThat(fold.history(NOW, NOW).events()).hasSize(4);
    assertThat(fold.takeDropped()).isEqualTo(Map.of("history_events", 2));
  }

  @Test
  void anEventThatIsSeenAgainReplacesItself() {
    fold.add(new Observation.EventsRead(KEY, List.of(event(1, "first"))));
    fold.add(new Observation.EventsRead(KEY, List.of(event(1, "second"))));

    assertThat(fold.history(NOW, NOW).events())
        .extracting(KubernetesEvent::message)
        .containsExactly("second");
    assertThat(fold.takeDropped()).isEmpty();
  }

  @Test
  void endedAttemptsAndTheirLogsAreBounded() {
    for (int i = 0; i < KubernetesFold.MAX_FINISHED_PODS + 5; i++) {
      fold.add(pod("p" + i, "Failed"));
      fold.add(
          new Observation.LogRead(
              KEY, new LogTail("uid-p" + i, "main", 0, "", new ArrayList<>(), false, "")));
    }

    assertThat(fold.history(NOW, NOW).pods()).hasSize(KubernetesFold.MAX_FINISHED_PODS);
    assertThat(fold.history(NOW, NOW).logs()).hasSize(KubernetesFold.MAX_LOGS);
    assertThat(fold.takeDropped())
        .isEqualTo(
            Map.of(
                "history_pods",
                5,
                "history_logs",
                KubernetesFold.MAX_FINISHED_PODS + 5 - KubernetesFold.MAX_LOGS));
  }

  @Test
  void livePodsNeverFallOut() {
    for (int i = 0; i < KubernetesFold.MAX_FINISHED_PODS + 5; i++) {
      fold.add(pod("p" + i, "Running"));
    }

    assertThat(fold.history(NOW, NOW).pods()).hasSize(KubernetesFold.MAX_FINISHED_PODS + 5);
    assertThat(fold.takeDropped()).isEmpty();
  }

  @Test
  void restartsOfOneContainerAreBounded() {
    for (int i = 0; i < PodFold.MAX_ENDED + 7; i++) {
      fold.add(restarted(i));
    }

    assertThat(fold.history(NOW, NOW).pods().get(0).ended()).hasSize(PodFold.MAX_ENDED);
    assertThat(fold.takeDropped()).isEqualTo(Map.of("history_attempts", 7));
  }

  @Test
  void aNodeThatIsGoneFromTheWholeListIsForgotten() {
    fold.add(new Observation.NodesRead(KEY, List.of(node("a"), node("b")), true));
    fold.add(new Observation.NodesRead(KEY, List.of(node("b")), false));
    assertThat(fold.history(NOW, NOW).nodes()).extracting(Node::name).containsExactly("a", "b");

    fold.add(new Observation.NodesRead(KEY, List.of(node("b")), true));
    assertThat(fold.history(NOW, NOW).nodes()).extracting(Node::name).containsExactly("b");
  }

  private static Node node(String name) {
    return new Node(name, name, Map.of(), List.of(), false, Map.of(), List.of(), "", "");
  }

  private static KubernetesEvent event(int i, String message) {
    return new KubernetesEvent(
        "e" + i,
        "Warning",
        "Failed",
        message,
        new ObjectRef("Pod", "ns", "p", "u"),
        "",
        "kubelet",
        1,
        NOW.plusSeconds(i),
        NOW.plusSeconds(i));
  }

  private static Observation.OfRun pod(String name, String phase) {
    return observed(
        "{kind: Pod, metadata: {name: "
            + name
            + ", namespace: ns, uid: uid-"
            + name
            + "}, spec: {containers: [{name: main}]}, status: {phase: "
            + phase
            + "}}");
  }

  private static Observation.OfRun restarted(int i) {
    return observed(
        "{kind: Pod, metadata: {name: p, namespace: ns, uid: u}, spec: {containers: [{name: main}]}, status: {phase: Running, containerStatuses: [{name: main, restartCount: "
            + i
            + ", state: {terminated: {exitCode: 1, reason: Error, containerID: c"
            + i
            + "}}}]}}");
  }

  private static Observation.OfRun observed(String yaml) {
    Observation.OfRun seen =
        new KubernetesObjects(KubernetesPresets.standard(), "c").observe(Yaml.object(yaml), "Pod");
    if (seen == null) {
      throw new IllegalArgumentException(yaml);
    }
    return seen;
  }
}
