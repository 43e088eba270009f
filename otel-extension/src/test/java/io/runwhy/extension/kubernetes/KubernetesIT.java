package io.runwhy.extension.kubernetes;

import static io.runwhy.extension.testing.OtlpReceiver.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import io.runwhy.extension.kubernetes.FakeApi.Request;
import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.OtlpReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Programs that create objects by clients of many versions, under the real agent, with and without
 * the extension: each client on a class path of its own.
 */
class KubernetesIT {
  private static final String TRACEPARENT = "runwhy.io/traceparent";
  private static final String RUN_ID = "runwhy.io/run-id";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "fabric8-5.12.4, 2.33.1, false, 17",
    "fabric8-6.13.4, 2.33.1, false, 17",
    "fabric8-7.9.0, 2.33.1, true, 17",
    "fabric8-7.9.0, 2.17.0, false, 25",
    "fabric8-8.0.0, 2.33.1, false, 17",
    "flink-2.3.0, 2.33.1, false, 17"
  })
  void fabric8IsToldAndStamped(String client, String agent, boolean preview, String jdk) {
    Outcome without = run(fabric8(client), client, agent, preview, jdk, false);
    Outcome with = run(fabric8(client), client, agent, preview, jdk, true);
    sameButForTheStamp(with, without);
    created(with, "nightly", "submit job", "k8s.job.name", "k8s.job.uid");
    created(with, "gen-", "submit pod", "k8s.pod.name", "k8s.pod.uid");
    refusedByQuota(with);
    unreachable(with, "lost");

    Request copied = with.api.request("POST", "copied");
    assertThat(Json.at(copied.body(), "metadata", "annotations", TRACEPARENT))
        .as("a stamp of ours on a copied object is replaced")
        .isNotEqualTo(annotation(with.api.request("POST", "nightly")));
    assertThat(Json.at(copied.body(), "metadata", "labels", RUN_ID))
        .isNotEqualTo(label(with.api.request("POST", "nightly")));
    assertThat(env(copied, "TRACEPARENT")).isEqualTo(annotation(copied));

    assertThat(annotation(with.api.request("POST", "dry"))).isNull();
    assertThat(states(with, "dry")).isEmpty();
    assertThat(with.receiver.spans.stream().filter(s -> named(s, "dry"))).isEmpty();

    Request settings = with.api.request("POST", "settings");
    assertThat(Json.write(settings.body())).doesNotContain("runwhy");
    Request manager = with.api.request("POST", "manager");
    assertThat(Json.at(manager.body(), "metadata", "annotations")).isNull();
    assertThat(Json.at(manager.body(), "spec", "template", "metadata", "annotations", TRACEPARENT))
        .isEqualTo(traceparent(span(with, "submit deployment", "k8s.deployment.name", "manager")));
    assertThat(states(with, "manager")).isEmpty();

    // refused as a plain create; told as nothing where the caller replaces what is there
    assertThat(states(with, "there")).containsExactly("Submitting", "Crashed");
    assertThat(with.api.requests.stream().filter(r -> r.method().equals("PUT")))
        .hasSize(1)
        .allSatisfy(r -> assertThat(Json.write(r.body())).doesNotContain("runwhy.io"));

    if (!client.contains("5.12")) {
      applied(with);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "official-18.0.1, 2.33.1, false, 17",
    "official-24.0.0, 2.33.1, true, 17",
    "official-24.0.0-legacy, 2.17.0, false, 17",
    "official-27.0.0, 2.33.1, false, 25"
  })
  void theOfficialClientIsToldAndStamped(String client, String agent, boolean preview, String jdk) {
    Outcome without = run(official(client), client, agent, preview, jdk, false);
    Outcome with = run(official(client), client, agent, preview, jdk, true);
    sameButForTheStamp(with, without);
    created(with, "nightly", "submit job", "k8s.job.name", "k8s.job.uid");
    created(with, "gen-", "submit pod", "k8s.pod.name", "k8s.pod.uid");
    created(with, "later", "submit job", "k8s.job.name", "k8s.job.uid");
    refusedByQuota(with);
    unreachable(with, "lost");
    assertThat(states(with, "there")).containsExactly("Submitting", "Crashed");
    assertThat(states(with, "laterquota")).containsExactly("Submitting", "Crashed");
    assertThat(annotation(with.api.request("POST", "dry"))).isNull();
    assertThat(states(with, "dry")).isEmpty();
    assertThat(with.ended.output()).contains("span is current true");
  }

  private record Outcome(AgentJvm.Ended ended, FakeApi api, OtlpReceiver receiver) {}

  private record Program(String source, List<String> pairs) {}

  private Outcome run(
      Program program,
      String client,
      String agent,
      boolean preview,
      String jdk,
      boolean extension) {
    try (FakeApi api = new FakeApi();
        OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm jvm =
          KubernetesProgram.compiled(program.source, client, directory, api.url(), program.pairs)
              .agent(agent)
              .exportTo(receiver)
              .options("-Dotel.instrumentation.common.v3-preview=" + preview);
      jvm.jdk(jdk);
      if (!extension) {
        jvm.withoutExtension();
      }
      AgentJvm.Ended ended = jvm.run(directory);
      assertThat(ended.exitCode()).as(ended.output() + ended.errors()).isZero();
      if (extension) {
        await()
            .atMost(Duration.ofSeconds(5))
            .until(() -> receiver.spans.stream().anyMatch(s -> s.getName().equals("caller")));
      }
      return new Outcome(ended, api, receiver);
    }
  }

  private static void sameButForTheStamp(Outcome with, Outcome without) {
    assertThat(with.ended.output()).isEqualTo(without.ended.output()).contains("created nightly");
    assertThat(with.ended.output()).doesNotContain("object as before false");
    assertThat(with.ended.errors()).doesNotContain("ERROR").doesNotContain("runwhy: ");
    assertThat(with.api.requests.stream().map(KubernetesIT::bare).toList())
        .isEqualTo(without.api.requests.stream().map(KubernetesIT::bare).toList());
  }

  private static void created(
      Outcome outcome, String name, String action, String nameKey, String uidKey) {
    Request request = outcome.api.request("POST", name);
    Span span = span(outcome, action, nameKey, name.endsWith("-") ? name + "x7k2p" : name);
    Span caller =
        outcome.receiver.spans.stream().filter(s -> s.getName().equals("caller")).findAny().get();
    assertThat(span.getParentSpanId()).isEqualTo(caller.getSpanId());
    String uid = attribute(span.getAttributesList(), uidKey);
    assertThat(uid).startsWith("00000000-");
    assertThat(annotation(request)).isEqualTo(traceparent(span));
    assertThat(env(request, "TRACEPARENT")).isEqualTo(traceparent(span));
    String id = label(request);
    assertThat(id).matches("[0-9a-f-]{36}");
    assertThat(env(request, "RUNWHY_RUN_ID")).isEqualTo(id);
    assertThat(attribute(span.getAttributesList(), "runwhy.run.id")).isEqualTo(id);

    LogRecord state =
        one(outcome, "runwhy.run.state", id).stream()
            .filter(r -> r.getSpanId().equals(span.getSpanId()))
            .findAny()
            .get();
    assertThat(attribute(state.getAttributesList(), "runwhy.state.name")).isEqualTo("Submitting");
    assertThat(state.getTimeUnixNano()).isEqualTo(span.getStartTimeUnixNano());
    LogRecord end = one(outcome, "runwhy.process", id).get(0);
    assertThat(attribute(end.getAttributesList(), uidKey)).isEqualTo(uid);
    assertThat(attribute(end.getAttributesList(), "runwhy.process.step")).isEqualTo("submit");
    assertThat(Double.parseDouble(attribute(end.getAttributesList(), "runwhy.process.duration")))
        .isPositive();
  }

  private static void refusedByQuota(Outcome outcome) {
    LogRecord diagnosis =
        outcome.receiver.events("runwhy.run.diagnosis").stream()
            .filter(r -> attribute(r.getAttributesList(), "k8s.namespace.name").equals("full"))
            .findFirst()
            .get();
    assertThat(diagnosis.getBody().getStringValue()).containsIgnoringCase("quota");
    assertThat(attribute(diagnosis.getAttributesList(), "runwhy.diagnosis.code")).isNotEmpty();
  }

  private static void unreachable(Outcome outcome, String name) {
    assertThat(states(outcome, name)).containsExactly("Submitting", "Crashed");
  }

  private static void applied(Outcome with) {
    List<Request> patches =
        with.api.requests.stream().filter(r -> r.method().equals("PATCH")).toList();
    assertThat(patches).hasSize(3);
    assertThat(states(with, "applied")).containsExactly("Submitting");
    Object stamp = annotation(patches.get(0));
    assertThat(stamp).isNotNull().isEqualTo(annotation(patches.get(1)));
    assertThat(Json.write(patches.get(0).body()))
        .doesNotContain(RUN_ID)
        .doesNotContain("TRACEPARENT");
    assertThat(annotation(patches.get(2))).as("a dry run").isNull();
  }

  private static List<LogRecord> one(Outcome outcome, String event, String runId) {
    return outcome.receiver.events(event).stream()
        .filter(r -> attribute(r.getAttributesList(), "runwhy.run.id").equals(runId))
        .toList();
  }

  private static List<String> states(Outcome outcome, String name) {
    return outcome.receiver.events("runwhy.run.state").stream()
        .filter(r -> attribute(r.getAttributesList(), "runwhy.run.name").equals(name))
        .map(r -> attribute(r.getAttributesList(), "runwhy.state.name"))
        .toList();
  }

  private static Span span(Outcome outcome, String action, String nameKey, String name) {
    return outcome.receiver.spans.stream()
        .filter(s -> s.getName().equals(action))
        .filter(s -> attribute(s.getAttributesList(), nameKey).equals(name))
        .filter(s -> !attribute(s.getAttributesList(), nameKey.replace(".name", ".uid")).isEmpty())
        .findFirst()
        .orElseThrow(() -> new AssertionError(action + " " + name + ": " + outcome.receiver.spans));
  }

  private static boolean named(Span span, String name) {
    return attribute(span.getAttributesList(), "k8s.job.name").equals(name);
  }

  private static String traceparent(Span span) {
    return "00-"
        + hex(span.getTraceId())
        + "-"
        + hex(span.getSpanId())
        + "-0"
        + (span.getFlags() & 3);
  }

  private static String hex(com.google.protobuf.ByteString bytes) {
    return java.util.HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static Object annotation(Request request) {
    return Json.at(request.body(), "metadata", "annotations", TRACEPARENT);
  }

  private static String label(Request request) {
    return String.valueOf(Json.at(request.body(), "metadata", "labels", RUN_ID));
  }

  /** Of the main container: the last that has any. */
  private static Object env(Request request, String name) {
    Object spec = Json.at(request.body(), "spec", "template", "spec");
    Object containers =
        Json.at(spec == null ? Json.at(request.body(), "spec") : spec, "containers");
    int main = spec == null ? 0 : 1;
    assertThat(Json.write(Json.at(containers, 1 - main))).doesNotContain("TRACEPARENT");
    List<?> variables = (List<?>) Json.at(containers, main, "env");
    return variables.stream()
        .filter(v -> name.equals(Json.at(v, "name")))
        .map(v -> Json.at(v, "value"))
        .reduce((a, b) -> a + " twice " + b)
        .orElse("none");
  }

  /** A request without what the extension writes. */
  private static List<Object> bare(Request request) {
    List<Object> all = new ArrayList<>(List.of(request.method(), request.path(), request.query()));
    all.add(bare(request.body()));
    return all;
  }

  private static Object bare(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> result = new LinkedHashMap<>();
      map.forEach(
          (k, v) -> {
            Object rest = bare(v);
            boolean empty = Map.of().equals(rest) || List.of().equals(rest);
            if (!k.equals(TRACEPARENT) && !k.equals(RUN_ID) && !empty) {
              result.put(k, rest);
            }
          });
      return result;
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .filter(
              v ->
                  !List.of("TRACEPARENT", "RUNWHY_RUN_ID")
                      .contains(String.valueOf(Json.at(v, "name"))))
          .map(KubernetesIT::bare)
          .toList();
    }
    return value;
  }

  private static Program fabric8(String client) {
    boolean old = client.contains("5.12");
    String methods =
        old
            ? """
              static Job create(Job job, String ns) { return client.batch().v1().jobs().inNamespace(ns).create(job); }
              static Pod create(Pod pod, String ns) { return client.pods().inNamespace(ns).create(pod); }
              static Job dry(Job job, String ns) { return client.batch().v1().jobs().inNamespace(ns).dryRun(true).create(job); }
              static Job upsert(Job job) { return client.batch().v1().jobs().inNamespace("jobs").createOrReplace(job); }
              static void untouched() {
                client.configMaps().inNamespace("jobs").create(configMap());
                client.apps().deployments().inNamespace("jobs").create(deployment());
              }
              static void apply() {}
              """
            : """
              static Job create(Job job, String ns) { return client.batch().v1().jobs().inNamespace(ns).resource(job).create(); }
              static Pod create(Pod pod, String ns) { return client.pods().inNamespace(ns).resource(pod).create(); }
              static Job dry(Job job, String ns) { return client.batch().v1().jobs().inNamespace(ns).resource(job).dryRun().create(); }
              static Job upsert(Job job) { return client.batch().v1().jobs().inNamespace("jobs").resource(job).createOrReplace(); }
              static void untouched() {
                client.configMaps().inNamespace("jobs").resource(configMap()).create();
                client.apps().deployments().inNamespace("jobs").resource(deployment()).create();
              }
              static void apply() {
                Job job = job("applied");
                String before = job.toString();
                client.batch().v1().jobs().inNamespace("jobs").resource(job).serverSideApply();
                print("object as before " + before.equals(job.toString()));
                client.batch().v1().jobs().inNamespace("jobs").resource(job("applied")).serverSideApply();
                client.batch().v1().jobs().inNamespace("jobs").resource(job("applied")).dryRun().serverSideApply();
              }
              """;
    String prefix = client.startsWith("flink") ? "org.apache.flink.kubernetes.shaded." : "";
    return new Program(
        "Fabric8",
        List.of(
            "OPEN_CLIENT",
            old
                ? "new DefaultKubernetesClient(config)"
                : "new KubernetesClientBuilder().withConfig(config).build()",
            "CREATE_JOB",
            "create",
            "CREATE_POD",
            "create",
            "DRY_RUN",
            "dry",
            "UPSERT",
            "upsert",
            "UNTOUCHED",
            "untouched();",
            "APPLY",
            "apply();",
            "METHODS",
            methods,
            "import io.fabric8.",
            "import " + prefix + "io.fabric8."));
  }

  private static Program official(String client) {
    boolean old = client.contains("18.") || client.contains("legacy");
    String methods =
        old
            ? """
              static V1Job create(V1Job job, String ns, String dry) throws ApiException {
                return batch.createNamespacedJob(ns, job, null, dry, null, null);
              }
              static V1Pod create(V1Pod pod, String ns) throws ApiException {
                return core.createNamespacedPod(ns, pod, null, null, null, null);
              }
              static void later(V1Job job, String ns, ApiCallback<V1Job> callback) throws ApiException {
                batch.createNamespacedJobAsync(ns, job, null, null, null, null, callback);
              }
              """
            : """
              static V1Job create(V1Job job, String ns, String dry) throws ApiException {
                return batch.createNamespacedJob(ns, job).dryRun(dry).execute();
              }
              static V1Pod create(V1Pod pod, String ns) throws ApiException {
                return core.createNamespacedPod(ns, pod).execute();
              }
              static void later(V1Job job, String ns, ApiCallback<V1Job> callback) throws ApiException {
                batch.createNamespacedJob(ns, job).executeAsync(callback);
              }
              """;
    return new Program(
        "Official",
        List.of(
            "CREATE_JOB", "create", "CREATE_POD", "create", "ASYNC", "later", "METHODS", methods));
  }
}
