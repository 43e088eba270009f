package io.runwhy.bridge.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.ContainerState;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.PodSpec;
import io.runwhy.bridge.testing.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class KubernetesObjectsTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: train-x7k2p
        namespace: ml
        uid: pod-1
        creationTimestamp: "2026-11-01T10:00:00Z"
        deletionTimestamp: null
        annotations: {kubectl.kubernetes.io/default-container: train}
        ownerReferences: [{kind: Job, name: train, uid: job-1, controller: true}]
        managedFields: [{manager: kubelet, fieldsV1: {"f:status": {}}}]
      spec:
        nodeName: node-1
        restartPolicy: Never
        initContainers:
        - {name: fetch, image: busybox}
        - {name: proxy, image: envoy, restartPolicy: Always}
        containers:
        - name: train
          image: python:3.12
          command: [python, train.py]
          args: [--token, hunter2hunter]
          resources: {requests: {cpu: 500m}, limits: {memory: 512Mi}}
          env:
          - {name: PASSWORD, value: hunter2}
          - {name: KEY, valueFrom: {secretKeyRef: {name: keys, key: k}}}
          envFrom: [{configMapRef: {name: settings}}]
          volumeMounts:
          - {name: data, mountPath: /data}
          - {name: kube-api-access-x7k2p, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}
        volumes:
        - {name: data, persistentVolumeClaim: {claimName: claim-1}}
        - {name: kube-api-access-x7k2p, projected: {sources: []}}
        tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}]
      status:
        phase: Failed
        message: password=hunter2
        conditions:
        - {type: PodScheduled, status: "True", message: "password=hunter2", lastTransitionTime: "2026-11-01T10:00:01Z"}
        containerStatuses:
        - name: train
          ready: false
          restartCount: 2
          image: python:3.12
          imageID: python@sha256:1
          containerID: containerd://c2
          state:
            terminated:
              reason: OOMKilled
              exitCode: 137
              message: password=hunter2
              startedAt: "1970-01-01T00:00:00Z"
              finishedAt: "2026-11-01T10:05:00+02:00"
              containerID: containerd://c2
          lastState: {terminated: {reason: Error, exitCode: 1, startedAt: "0001-01-01T00:00:00Z", finishedAt: null}}
        initContainerStatuses:
        - {name: fetch, state: {waiting: {reason: PodInitializing}}}
      """;

  @Test
  void podIsDecodedWhole() {
    Pod pod = PodDecoder.decode(Yaml.object(POD));

    assertThat(pod.owner()).isEqualTo(new ObjectRef("Job", "ml", "train", "job-1"));
    assertThat(pod.creationTimestamp()).isEqualTo("2026-11-01T10:00:00Z");
    assertThat(pod.deletionTimestamp()).isNull();
    assertThat(pod.defaultContainer()).isEqualTo("train");
    assertThat(pod.runtime()).isEqualTo("containerd");
    assertThat(pod.conditions())
        .containsExactly(
            new Condition(
                "PodScheduled",
                "True",
                "",
                "password=[redacted]",
                Instant.parse("2026-11-01T10:00:01Z")));
    assertThat(pod.statuses()).extracting(s -> s.name()).containsExactly("fetch", "train");
    assertThat(pod.statuses().get(1).state())
        .isEqualTo(
            new ContainerState.Terminated(
                "OOMKilled",
                137,
                0,
                "password=[redacted]",
                null,
                Instant.parse("2026-11-01T08:05:00Z"),
                "containerd://c2"));
    assertThat(pod.statuses().get(1).lastState())
        .isEqualTo(new ContainerState.Terminated("Error", 1, 0, "", null, null, ""));
    assertThat(pod.spec().containers())
        .extracting(ContainerSpec::kind)
        .containsExactly(
            ContainerSpec.Kind.INIT, ContainerSpec.Kind.NATIVE_SIDECAR, ContainerSpec.Kind.APP);
    assertThat(pod.spec().volumes())
        .containsExactly(new PodSpec.Volume("data", "persistentVolumeClaim", "claim-1", "", ""));
    ContainerSpec train = pod.spec().containers().get(2);
    assertThat(train.limits()).isEqualTo(Map.of("memory", "512Mi"));
    assertThat(train.secretRefs()).containsExactly("keys/k");
    assertThat(train.configMapRefs()).containsExactly("settings");
    assertThat(train.mounts()).hasSize(1);
  }

  @Test
  void secretsOfEnvironmentArgumentsAndMessagesAreNotKept() {
    assertThat(PodDecoder.decode(Yaml.object(POD)).toString()).doesNotContain("hunter2");
  }

  @Test
  void podsOfOneTemplateShareOneSpec() {
    Pod first = PodDecoder.decode(Yaml.object(POD));
    Pod second = PodDecoder.decode(Yaml.object(POD.replace("train-x7k2p", "train-b9d4f")));

    assertThat(second.spec()).isSameAs(first.spec());
    assertThat(second.nodeName()).isSameAs(first.nodeName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{kind: Pod}",
        "{kind: Pod, metadata: 7, spec: [], status: none}",
        "{kind: Pod, metadata: {name: [a], creationTimestamp: yesterday}, spec: {containers: {a: b}}}",
        "{kind: Pod, status: {conditions: [1, x, null, {type: 3}], containerStatuses: [{}, null, 7]}}",
        "{kind: Pod, status: {containerStatuses: [{state: {terminated: {exitCode: many, startedAt: 12}}}]}}",
        "{kind: Pod, unknown: {deep: [1, {a: b}]}, spec: {containers: [{name: x, resources: 5}]}}",
      })
  void anOddObjectIsNoError(String yaml) {
    Pod pod = PodDecoder.decode(Yaml.object(yaml));

    assertThat(pod.uid()).isEmpty();
  }

  @Test
  void threeHundredContainersAndAStatusMessageOfMegabytesAreTaken() {
    String containers =
        IntStream.range(0, 300)
            .mapToObj(i -> "{name: c" + i + ", image: i}")
            .collect(Collectors.joining(", "));
    String yaml =
        "{kind: Pod, spec: {containers: ["
            + containers
            + "]}, status: {message: \""
            + "x".repeat(2_000_000)
            + "\"}}";

    Pod pod = PodDecoder.decode(Yaml.object(yaml));

    assertThat(pod.spec().containers()).hasSize(300);
    assertThat(pod.message().length()).isLessThan(40_000).isGreaterThan(30_000);
  }

  @Test
  void eventsOfBothApisAreRead() {
    KubernetesEvent core =
        FactDecoder.event(
            Yaml.object(
                """
                {metadata: {uid: e1}, type: Warning, reason: Failed, message: m, count: 3,
                 firstTimestamp: "2026-11-01T10:00:00Z", lastTimestamp: "2026-11-01T10:01:00Z",
                 source: {component: kubelet},
                 involvedObject: {kind: Pod, namespace: ml, name: p, uid: u, fieldPath: "spec.containers{main}"}}
                """));
    KubernetesEvent events =
        FactDecoder.event(
            Yaml.object(
                """
                {metadata: {uid: e1}, type: Warning, reason: Failed, note: m,
                 eventTime: "2026-11-01T10:00:00Z", reportingComponent: kubelet,
                 series: {count: 3, lastObservedTime: "2026-11-01T10:01:00Z"},
                 regarding: {kind: Pod, namespace: ml, name: p, uid: u, fieldPath: "spec.containers{main}"}}
                """));

    assertThat(events).isEqualTo(core);
    assertThat(core.container()).isEqualTo("main");
  }

  @Test
  void aListComesInTheOrderItCanBeFoldedIn() throws Exception {
    List<Observation.OfRun> all =
        new KubernetesObjects(KubernetesPresets.standard(), "")
            .observations(
                Yaml.object(
                    """
                    kind: List
                    items:
                    - {kind: Pod, metadata: {name: b, creationTimestamp: "2026-11-01T10:02:00Z"}}
                    - {kind: Event, metadata: {uid: e}}
                    - {kind: Pod, metadata: {name: a, creationTimestamp: "2026-11-01T10:01:00Z"}}
                    - {kind: Job, metadata: {name: j, uid: u}}
                    - {kind: Service, metadata: {name: s}}
                    """));

    assertThat(all.get(0)).isInstanceOf(Observation.JobSeen.class);
    assertThat(all.subList(1, 3))
        .extracting(o -> ((Observation.PodSeen) o).pod().name())
        .containsExactly("a", "b");
    assertThat(all).extracting(Observation.OfRun::key).containsOnly(all.get(0).key());
  }

  @Test
  void whatHoldsNoRunSaysWhatItIs() {
    assertThatThrownBy(
            () ->
                new KubernetesObjects(KubernetesPresets.standard(), "")
                    .observations(Yaml.object("{kind: Service, metadata: {name: s}}")))
        .hasMessage("there is no Pod and no Job in it; found kind \"Service\"");
  }

  @Test
  void objectsOfManyRunsAreSortedByTheirRun() {
    List<JsonNode> runs =
        new KubernetesObjects(KubernetesPresets.standard(), "")
            .split(
                Yaml.object(
                    """
                    kind: List
                    items:
                    - {kind: Job, metadata: {name: a, namespace: ns, uid: ja}}
                    - {kind: Job, metadata: {name: b, namespace: ns, uid: jb}}
                    - {kind: Pod, metadata: {name: a-x1x1x, namespace: ns, uid: pa, ownerReferences: [{kind: Job, name: a, uid: ja, controller: true}]}}
                    - {kind: Pod, metadata: {name: alone, namespace: ns, uid: p}}
                    - {kind: Event, metadata: {name: e1, uid: e1}, involvedObject: {kind: Pod, name: a-x1x1x, namespace: ns, uid: pa}, reason: Failed}
                    - {kind: Event, metadata: {name: e2, uid: e2}, involvedObject: {kind: Pod, name: b-gone1, namespace: ns, uid: gone}, reason: Killing}
                    - {kind: Event, metadata: {name: e3, uid: e3}, involvedObject: {kind: Deployment, name: web, namespace: ns, uid: d}, reason: Noise}
                    - {kind: Node, metadata: {name: n, uid: n}}
                    """));

    assertThat(runs)
        .extracting(
            r -> {
              List<String> names = new ArrayList<>();
              r.forEach(o -> names.add(o.path("metadata").path("name").asString("")));
              return String.join(" ", names);
            })
        .containsExactly("a a-x1x1x e1 n", "b e2 n", "alone n");
  }
}
