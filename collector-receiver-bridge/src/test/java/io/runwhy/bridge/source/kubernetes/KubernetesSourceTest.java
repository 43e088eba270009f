package io.runwhy.bridge.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.config.KubernetesConfig;
import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.fake.FakeKubernetesApi;
import io.runwhy.bridge.fake.Fault;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.testing.Yaml;
import io.runwhy.conventions.RunMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KubernetesSourceTest {
  private static final RunKey KEY = new RunKey("c", "r");

  @TempDir Path folder;
  private final FakeKubernetesApi api = new FakeKubernetesApi();
  private final BridgeStats stats = new BridgeStats();
  private final List<Observation> seen = new CopyOnWriteArrayList<>();
  private KubernetesSource source;

  @BeforeEach
  void connect() throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(kubeconfig, api.kubeconfig());
    source = source(kubeconfig, List.of(), "");
  }

  @AfterEach
  void close() {
    source.close();
    api.close();
  }

  @Test
  void podsAndJobsAreListedInPagesThenWatched() {
    for (int i = 0; i < 25; i++) {
      api.apply(pod("before-" + i, "Running"));
    }
    api.apply(Yaml.object("{kind: Job, metadata: {name: j, namespace: ns, uid: j}}"));

    source.start(seen::add);
    await().until(source::ready);
    api.apply(pod("after", "Pending"));

    await().until(() -> names().contains("after"));
    assertThat(names()).contains("before-0", "before-24");
    assertThat(api.requests("list", "pods")).isEqualTo(3);
    assertThat(seen).anyMatch(o -> o instanceof Observation.JobSeen);
    assertThat(seen)
        .anySatisfy(
            o ->
                assertThat(o)
                    .isInstanceOfSatisfying(
                        Observation.Listed.class,
                        l -> assertThat(l.uids()).hasSize(25).contains("uid-before-7")));
  }

  @Test
  void aDeletedPodIsGone() {
    api.apply(pod("p", "Running"));
    source.start(seen::add);
    await().until(source::ready);

    api.delete("pods", "ns", "p");

    await()
        .until(
            () ->
                seen.stream()
                    .anyMatch(o -> o instanceof Observation.PodGone gone && !gone.stale()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Kind.class,
      names = {"CUT", "GONE", "GARBAGE"})
  void aBrokenWatchGoesOnAndLosesNothing(Fault.Kind kind) {
    api.fault(Fault.watch("pods", kind, 2));
    source.start(seen::add);
    await().until(source::ready);

    for (int i = 0; i < 6; i++) {
      api.apply(pod("p" + i, "Running"));
    }

    await().until(() -> names().containsAll(List.of("p0", "p1", "p2", "p3", "p4", "p5")));
  }

  @Test
  void anExpiredVersionMeansThatEverythingIsListedAgain() {
    source.start(seen::add);
    await().until(source::ready);
    int lists = api.requests("list", "pods");

    api.compact();
    api.apply(pod("late", "Running"));

    await().until(() -> names().contains("late"));
    assertThat(api.requests("list", "pods")).isGreaterThan(lists);
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(ints = {429, 500, 503, 410})
  void aRefusedListIsTriedAgain(int status) {
    api.apply(pod("p", "Running"));
    api.fault(Fault.status("list", "pods", status, 2));

    source.start(seen::add);

    await().atMost(Duration.ofSeconds(20)).until(() -> names().contains("p"));
  }

  @Test
  void aMissingPermissionStopsNothingElse() {
    api.deny("list", "jobs");
    api.apply(pod("p", "Running"));

    source.start(seen::add);

    await().until(() -> names().contains("p"));
    await().until(() -> stats.counter(RunMetrics.BRIDGE_WATCH_FAILURES, "Job") > 0);
    await().until(source::ready);
  }

  @Test
  void theSelectorAndNamespaceAreSentToTheServer() throws IOException {
    source.close();
    source = source(folder.resolve("kubeconfig"), List.of("ns"), "app in (a, b)");
    api.apply(labelled("mine", "ns", "a"));
    api.apply(labelled("others", "ns", "z"));
    api.apply(labelled("elsewhere", "other", "a"));

    source.start(seen::add);
    await().until(source::ready);

    assertThat(names()).containsOnly("mine");
  }

  @Test
  void fiveThousandPodsOfOneRunCostAHandfulOfEventLists() {
    source.start(seen::add);
    for (int i = 0; i < 5_000; i++) {
      source.read(request(List.of(new ObjectRef("Pod", "ns", "p" + i, "u" + i)), List.of()));
    }

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                seen.stream().filter(o -> o instanceof Observation.EvidenceAnswered).count()
                    == 5_000);
    assertThat(api.requests("list", "events")).isLessThanOrEqualTo(ReadBudget.PER_RUN);
    assertThat(stats.counter(RunMetrics.BRIDGE_READS_SAVED, "events")).isPositive();
  }

  @Test
  void aServerThatSaysGoneAtEachTryIsNotFlooded() {
    for (int i = 0; i < 50; i++) {
      api.fault(Fault.watch("pods", Fault.Kind.GONE, 0));
    }
    source.start(seen::add);

    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(6))
        .until(() -> api.requests("watch", "pods") < 12);
  }

  @Test
  void aFailedReadIsToldAndNotRemembered() {
    api.apply(Yaml.object("{kind: Node, metadata: {name: n1, uid: n1}}"));
    api.fault(Fault.status("list", "nodes", 500, 1));
    source.start(seen::add);
    EvidenceRequest request =
        new EvidenceRequest.OfPods(
            KEY, "ns", List.of(), List.of(), true, List.of(), false, false, false, List.of());

    source.read(request);
    await().until(() -> seen.stream().anyMatch(o -> o instanceof Observation.EvidenceAnswered));
    assertThat(seen)
        .noneMatch(o -> o instanceof Observation.NodesRead)
        .anyMatch(
            o ->
                o instanceof Observation.FactMissing m
                    && m.what().startsWith("nodes: the API server answered"));

    source.read(request);
    await()
        .until(
            () ->
                seen.stream()
                    .anyMatch(
                        o -> o instanceof Observation.NodesRead read && read.nodes().size() == 1));
  }

  @Test
  void whatMayNotBeReadIsNamed() {
    api.deny("list", "events");
    source.start(seen::add);

    source.read(request(List.of(new ObjectRef("Pod", "ns", "p", "u")), List.of()));

    await().until(() -> seen.stream().anyMatch(o -> o instanceof Observation.EvidenceAnswered));
    assertThat(seen)
        .contains(new Observation.FactMissing(KEY, "no permission to list events in namespace ns"));
  }

  @Test
  void anUnboundClaimIsReadWithItsOwnEvents() {
    api.apply(
        Yaml.object(
            "{kind: PersistentVolumeClaim, metadata: {name: data, namespace: ns, uid: c1}, status: {phase: Pending}}"));
    api.apply(event("e1", "PersistentVolumeClaim", "data", "c1", "ProvisioningFailed", "ns"));
    source.start(seen::add);

    source.read(evidence(List.of(), List.of("data"), false, false, false));

    await().until(this::answered);
    assertThat(seen)
        .anyMatch(
            o -> o instanceof Observation.ClaimsRead r && r.claims().get(0).name().equals("data"));
    assertThat(events()).containsExactly("ProvisioningFailed");
  }

  @Test
  void theEventsOfANodeAreReadOnceForAllItsPods() {
    api.apply(Yaml.object("{kind: Node, metadata: {name: n1, uid: u1}}"));
    api.apply(event("e1", "Node", "n1", "n1", "SystemOOM", "default"));
    source.start(seen::add);

    for (int i = 0; i < 20; i++) {
      source.read(evidence(List.of("n1"), List.of(), false, true, false));
    }

    await().until(() -> events().size() == 20);
    assertThat(events()).containsOnly("SystemOOM");
    assertThat(api.requests("list", "events")).isEqualTo(1);
    assertThat(api.requests("get", "nodes")).isEqualTo(1);
  }

  @Test
  void eventsOfNodesThatMayNotBeReadAreNamed() {
    api.deny("list", "events");
    source.start(seen::add);

    source.read(evidence(List.of("n1"), List.of(), false, true, false));

    await().until(this::answered);
    assertThat(seen)
        .contains(
            new Observation.FactMissing(
                KEY, "no permission to list events of nodes (namespace default)"));
  }

  @Test
  void aNamespaceThatGoesAwayIsTold() {
    api.apply(
        Yaml.object(
            "{kind: Namespace, metadata: {name: ns, uid: n}, status: {phase: Terminating}}"));
    source.start(seen::add);

    source.read(evidence(List.of(), List.of(), false, false, true));

    await().until(this::answered);
    assertThat(seen).contains(new Observation.NamespaceRead(KEY, true));
  }

  @Test
  void workloadsAreReadInTheVersionThatIsServed() {
    api.fault(Fault.status("list", "workloads", 404, 1));
    api.apply(
        Yaml.object(
            "{kind: Workload, metadata: {name: w, namespace: ns, uid: w1, ownerReferences: [{kind: Job, name: j, uid: j1, controller: true}]}}"));
    source.start(seen::add);
    EvidenceRequest request =
        new EvidenceRequest.OfPods(
            KEY,
            "ns",
            List.of(new ObjectRef("Job", "ns", "j", "j1")),
            List.of(),
            false,
            List.of(),
            true,
            false,
            false,
            List.of());

    source.read(request);

    await()
        .until(
            () ->
                seen.stream()
                    .anyMatch(
                        o ->
                            o instanceof Observation.WorkloadsRead r
                                && r.workloads().get(0).name().equals("w")));
    assertThat(api.requests("list", "workloads")).isEqualTo(2);
  }

  @Test
  void aClusterWithoutKueueIsNotAskedAgainAndAgain() {
    api.fault(Fault.status("list", "workloads", 404, 100));
    source.start(seen::add);

    for (int i = 0; i < 10; i++) {
      source.read(evidence(List.of(), List.of(), true, false, false));
    }

    await()
        .until(
            () ->
                seen.stream().filter(o -> o instanceof Observation.EvidenceAnswered).count() == 10);
    assertThat(api.requests("list", "workloads")).isLessThanOrEqualTo(4);
    assertThat(seen).noneMatch(o -> o instanceof Observation.FactMissing);
  }

  @Test
  void theLogOfTheAskedAttemptIsRead() {
    api.apply(pod("p", "Failed"));
    api.log("ns", "p", "main", "2026-11-01T10:00:00Z now\n");
    api.previousLog("ns", "p", "main", "2026-11-01T09:00:00Z before\n");
    source.start(seen::add);

    source.read(request(List.of(), List.of(ref("p", 1, false), ref("p", 0, true))));

    await().until(() -> tails().size() == 2);
    assertThat(tails().get(0).lines()).extracting(LogTail.Line::text).containsExactly("now");
    assertThat(tails().get(1).lines()).extracting(LogTail.Line::text).containsExactly("before");
  }

  @Test
  void whatTheKubeletSaysOfAMissingLogIsNoOutput() {
    api.apply(pod("p", "Pending"));
    api.apply(pod("gone", "Failed"));
    api.log("ns", "gone", "main", "unable to retrieve container logs for containerd://477f\n");
    source.start(seen::add);

    source.read(
        request(
            List.of(),
            List.of(
                ref("p", 0, false),
                ref("gone", 0, false),
                ref("nobody", 0, false),
                ref("p", 0, true))));

    await().until(() -> tails().size() == 4);
    assertThat(tails())
        .extracting(LogTail::unavailable)
        .containsExactly(
            "No log is expected: the container never started.",
            "The log is gone: the node has removed it.",
            "The log is gone: the pod was deleted.",
            "The log is gone: the container's record was removed.");
    assertThat(tails()).allSatisfy(t -> assertThat(t.lines()).isEmpty());
  }

  @Test
  void permissionsAreCheckedOneByOneWithWhatTheyCost() throws Exception {
    api.deny("get", "pods/log");
    api.deny("list", "nodes");

    List<Permissions.Result> results =
        Permissions.check(config(folder.resolve("kubeconfig"), List.of("ns"), ""));

    assertThat(results)
        .filteredOn(r -> !r.allowed())
        .extracting(Permissions.Result::resource)
        .containsExactlyInAnyOrder("pods/log", "nodes");
    assertThat(results).allSatisfy(r -> assertThat(r.cost()).isNotBlank());
  }

  private KubernetesSource source(Path kubeconfig, List<String> namespaces, String selector) {
    return new KubernetesSource(
        config(kubeconfig, namespaces, selector),
        LogsConfig.DEFAULT,
        KubernetesPresets.standard(),
        stats);
  }

  private static KubernetesConfig config(
      Path kubeconfig, List<String> namespaces, String selector) {
    return new KubernetesConfig(
        true,
        "c",
        namespaces,
        selector,
        kubeconfig.toString(),
        "",
        "",
        10,
        Duration.ofMinutes(10),
        Duration.ofMinutes(5),
        1_000);
  }

  private static EvidenceRequest request(List<ObjectRef> about, List<EvidenceRequest.LogRef> logs) {
    return new EvidenceRequest.OfPods(
        KEY, "ns", about, List.of(), false, List.of(), false, false, false, logs);
  }

  private static EvidenceRequest evidence(
      List<String> nodes,
      List<String> claims,
      boolean workloads,
      boolean nodeEvents,
      boolean namespaceState) {
    return new EvidenceRequest.OfPods(
        KEY,
        "ns",
        List.of(),
        nodes,
        false,
        claims,
        workloads,
        nodeEvents,
        namespaceState,
        List.of());
  }

  private static tools.jackson.databind.node.ObjectNode event(
      String uid, String kind, String name, String about, String reason, String namespace) {
    return Yaml.object(
        "{kind: Event, metadata: {name: "
            + uid
            + ", namespace: "
            + namespace
            + ", uid: "
            + uid
            + "}, involvedObject: {kind: "
            + kind
            + ", name: "
            + name
            + ", uid: "
            + about
            + "}, reason: "
            + reason
            + ", message: m}");
  }

  private boolean answered() {
    return seen.stream().anyMatch(o -> o instanceof Observation.EvidenceAnswered);
  }

  private List<String> events() {
    return seen.stream()
        .filter(o -> o instanceof Observation.EventsRead)
        .flatMap(o -> ((Observation.EventsRead) o).events().stream())
        .map(e -> e.reason())
        .toList();
  }

  private static EvidenceRequest.LogRef ref(String pod, int index, boolean previous) {
    return new EvidenceRequest.LogRef("uid-" + pod, pod, "main", index, "", previous);
  }

  private List<LogTail> tails() {
    return seen.stream()
        .filter(o -> o instanceof Observation.LogRead)
        .map(o -> ((Observation.LogRead) o).tail())
        .toList();
  }

  private List<String> names() {
    return seen.stream()
        .filter(o -> o instanceof Observation.PodSeen)
        .map(o -> ((Observation.PodSeen) o).pod().name())
        .toList();
  }

  private static tools.jackson.databind.node.ObjectNode pod(String name, String phase) {
    return Yaml.object(
        "{kind: Pod, metadata: {name: "
            + name
            + ", namespace: ns, uid: uid-"
            + name
            + "}, status: {phase: "
            + phase
            + "}}");
  }

  private static tools.jackson.databind.node.ObjectNode labelled(
      String name, String namespace, String app) {
    return Yaml.object(
        "{kind: Pod, metadata: {name: "
            + name
            + ", namespace: "
            + namespace
            + ", uid: uid-"
            + name
            + ", labels: {app: "
            + app
            + "}}}");
  }
}
