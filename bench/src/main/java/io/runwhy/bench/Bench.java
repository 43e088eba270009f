package io.runwhy.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.runwhy.bridge.config.EmitConfig;
import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.diagnosis.Diagnoser;
import io.runwhy.bridge.emit.Emitter;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunCounts;
import io.runwhy.bridge.model.RunHistory;
import io.runwhy.bridge.source.kubernetes.KubernetesObjects;
import io.runwhy.bridge.source.kubernetes.KubernetesPresets;
import io.runwhy.bridge.timeline.RunTimeline;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import tools.jackson.databind.json.JsonMapper;

/**
 * Heap of a tracked pod and changes per second on one thread, beside fabric8's own pods as an
 * informer holds them, in one run. Prints a table; numbers are for comparison within the run.
 */
final class Bench {
  private static final int PODS = 20_000;
  private static final int ROUNDS = 5;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-11-01T10:10:00Z");

  private Bench() {}

  public static void main(String[] args) {
    System.out.printf(Locale.ROOT, "%d pods of %d bytes of JSON%n", PODS, running(1).length);
    heap("fabric8 Pod kept by uid", fabric8());
    heap("bridge, timeline of records", ours());
    rate("fabric8 decode, kept by uid", Bench::fabric8Change);
    rate("bridge: decode", Bench::decode);
    RunTimeline timeline = timeline();
    rate("bridge: decode, fold, diagnose", i -> change(timeline, i));
    java.util.logging.Logger.getLogger("io.opentelemetry")
        .setLevel(java.util.logging.Level.OFF); // Nobody listens at the other end.
    try (Emitter emitter = emitter()) {
      RunTimeline told = timeline();
      rate("bridge: all that and encode", i -> encoded(told, emitter, i));
    }
    diagnoses();
    EcsBench.run();
  }

  /** Retained heap per pod of what the function keeps. */
  private static void heap(String name, IntFunction<Object> keep) {
    long before = used();
    Object kept = null;
    for (int i = 0; i < PODS; i++) {
      kept = keep.apply(i);
    }
    long bytes = (used() - before) / PODS;
    System.out.printf(Locale.ROOT, "%-34s %,8d bytes of heap a pod%n", name, bytes);
    if (kept == null) {
      throw new IllegalStateException();
    }
  }

  static void rate(String name, IntFunction<Object> work) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      for (int i = 0; i < PODS; i++) {
        if (work.apply(i) == null) {
          throw new IllegalStateException();
        }
      }
      best = Math.max(best, PODS / ((System.nanoTime() - begin) / 1e9));
    }
    System.out.printf(Locale.ROOT, "%-34s %,8.0f changes a second%n", name, best);
  }

  private static IntFunction<Object> fabric8() {
    Map<String, Pod> kept = new HashMap<>();
    return i -> {
      Pod pod = FABRIC8.unmarshal(new String(running(i), StandardCharsets.UTF_8), Pod.class);
      kept.put(pod.getMetadata().getUid(), pod);
      return kept;
    };
  }

  private static final KubernetesSerialization FABRIC8 = new KubernetesSerialization();
  private static final KubernetesObjects OBJECTS =
      new KubernetesObjects(KubernetesPresets.standard(), "bench");

  private static IntFunction<Object> ours() {
    RunTimeline timeline = timeline();
    return i -> {
      timeline.observe(observe(running(i)), NOW);
      return timeline;
    };
  }

  private static Object fabric8Change(int i) {
    return FABRIC8.unmarshal(new String(running(i), StandardCharsets.UTF_8), Pod.class);
  }

  private static Object decode(int i) {
    return observe(running(i));
  }

  private static RunTimeline.Step change(RunTimeline timeline, int i) {
    return timeline.observe(observe(i % 10 == 0 ? killed(i) : running(i)), NOW);
  }

  private static Object encoded(RunTimeline timeline, Emitter emitter, int i) {
    RunTimeline.Step step = change(timeline, i);
    emitter.accept(step.changes());
    return step;
  }

  /** Encodes and queues; it is never started, so what finds no room is dropped after encoding. */
  static Emitter emitter() {
    return new Emitter(
        EmitConfig.DEFAULT,
        () -> new RunCounts(List.of()),
        code -> null,
        new BridgeStats(),
        InstantSource.system());
  }

  /** The time of one diagnosis of a run with 20 attempts. */
  private static void diagnoses() {
    io.runwhy.bridge.timeline.HistoryFold fold = null;
    for (int i = 0; i < 20; i++) {
      Observation.OfRun o = observe(killed(7).clone(), "attempt-" + i);
      if (fold == null) {
        fold = io.runwhy.bridge.timeline.HistoryFold.of(((Observation.PodSeen) o).run(), o);
      }
      fold.add(o);
    }
    var history = java.util.Objects.requireNonNull(fold).history(NOW);
    diagnoses("20 attempts", history);
  }

  /** The time of one diagnosis. */
  static void diagnoses(String name, RunHistory history) {
    Diagnoser diagnoser = Diagnoser.standard();
    int n = 20_000;
    long[] nanos = new long[n];
    for (int i = 0; i < n; i++) {
      long begin = System.nanoTime();
      if (diagnoser.diagnose(history) == null) {
        throw new IllegalStateException();
      }
      nanos[i] = System.nanoTime() - begin;
    }
    long[] warm = Arrays.copyOfRange(nanos, n / 2, n);
    Arrays.sort(warm);
    System.out.printf(
        Locale.ROOT,
        "one diagnosis, %s: median %.1f us, p99 %.1f us%n",
        name,
        warm[warm.length / 2] / 1e3,
        warm[warm.length * 99 / 100] / 1e3);
  }

  static RunTimeline timeline() {
    Diagnoser diagnoser = Diagnoser.standard();
    return new RunTimeline(
        TimelineConfig.DEFAULT,
        diagnoser::diagnose,
        diagnoser::mains,
        abnormal -> abnormal,
        new BridgeStats(),
        NOW);
  }

  private static Observation.OfRun observe(byte[] json) {
    return java.util.Objects.requireNonNull(OBJECTS.observe(JSON.readTree(json), "Pod"));
  }

  private static Observation.OfRun observe(byte[] json, String uid) {
    String text =
        new String(json, StandardCharsets.UTF_8)
            .replace("\"uid\": \"pod-0000-", "\"uid\": \"" + uid + "-");
    return observe(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] running(int i) {
    return pod(i, "Running", "{\"running\": {\"startedAt\": \"2026-11-01T10:00:09Z\"}}");
  }

  private static byte[] killed(int i) {
    return pod(
        i,
        "Failed",
        "{\"terminated\": {\"exitCode\": 137, \"reason\": \"OOMKilled\", \"startedAt\": \"2026-11-01T10:00:09Z\", \"finishedAt\": \"2026-11-01T10:05:09Z\", \"containerID\": \"containerd://7d23a7f971f1ed627d72b0dbb89b7cfbe922f4cec35a76d615b6dcf5f4386480\"}}");
  }

  /**
   * A Job's pod as the API server sends it, with managed fields, environment and mounts: about 6
   * KB.
   */
  private static byte[] pod(int i, String phase, String state) {
    List<String> env = new ArrayList<>();
    for (int e = 0; e < 20; e++) {
      env.add("{\"name\": \"SETTING_" + e + "\", \"value\": \"value-of-setting-" + e + "\"}");
    }
    String managed =
        "{\"f:metadata\":{\"f:labels\":{\".\":{},\"f:app\":{}}},\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"main\\\"}\":{\".\":{},\"f:image\":{}}}}}";
    return ("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"train-"
            + i
            + "-x7k2p\", \"namespace\": \"ml\", \"uid\": \"pod-0000-0000-0000-"
            + i
            + "\", \"resourceVersion\": \""
            + i
            + "\", \"creationTimestamp\": \"2026-11-01T10:00:00Z\", \"labels\": {\"app\": \"train\", \"batch.kubernetes.io/job-name\": \"train-"
            + i
            + "\", \"team\": \"ml\"}, \"ownerReferences\": [{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\", \"name\": \"train-"
            + i
            + "\", \"uid\": \"job-0000-0000-0000-"
            + i
            + "\", \"controller\": true}], \"managedFields\": [{\"manager\": \"kube-controller-manager\", \"operation\": \"Update\", \"fieldsV1\": "
            + managed
            + "}, {\"manager\": \"kubelet\", \"operation\": \"Update\", \"subresource\": \"status\", \"fieldsV1\": "
            + managed
            + "}]}, \"spec\": {\"restartPolicy\": \"Never\", \"nodeName\": \"node-"
            + i % 200
            + "\", \"serviceAccountName\": \"default\", \"schedulerName\": \"default-scheduler\", \"containers\": [{\"name\": \"main\", \"image\": \"registry.example.com/ml/trainer:1.9\", \"command\": [\"python\", \"train.py\"], \"env\": ["
            + String.join(", ", env)
            + "], \"resources\": {\"requests\": {\"cpu\": \"2\", \"memory\": \"4Gi\"}, \"limits\": {\"memory\": \"4Gi\"}}, \"volumeMounts\": [{\"name\": \"data\", \"mountPath\": \"/data\"}, {\"name\": \"kube-api-access-x\", \"mountPath\": \"/var/run/secrets/kubernetes.io/serviceaccount\"}]}], \"volumes\": [{\"name\": \"data\", \"persistentVolumeClaim\": {\"claimName\": \"datasets\"}}], \"tolerations\": [{\"key\": \"node.kubernetes.io/not-ready\", \"operator\": \"Exists\", \"effect\": \"NoExecute\", \"tolerationSeconds\": 300}]}, \"status\": {\"phase\": \""
            + phase
            + "\", \"startTime\": \"2026-11-01T10:00:02Z\", \"podIP\": \"10.1.2.3\", \"conditions\": [{\"type\": \"PodReadyToStartContainers\", \"status\": \"True\", \"lastTransitionTime\": \"2026-11-01T10:00:05Z\"}, {\"type\": \"Initialized\", \"status\": \"True\", \"lastTransitionTime\": \"2026-11-01T10:00:02Z\"}, {\"type\": \"Ready\", \"status\": \"True\", \"lastTransitionTime\": \"2026-11-01T10:00:09Z\"}, {\"type\": \"ContainersReady\", \"status\": \"True\", \"lastTransitionTime\": \"2026-11-01T10:00:09Z\"}, {\"type\": \"PodScheduled\", \"status\": \"True\", \"lastTransitionTime\": \"2026-11-01T10:00:02Z\"}], \"containerStatuses\": [{\"name\": \"main\", \"ready\": true, \"started\": true, \"restartCount\": 0, \"image\": \"registry.example.com/ml/trainer:1.9\", \"imageID\": \"registry.example.com/ml/trainer@sha256:9c953d056c296e5327b2743aa78cdf2c50131c02801a4531601bfe5719fcd549\", \"containerID\": \"containerd://7d23a7f971f1ed627d72b0dbb89b7cfbe922f4cec35a76d615b6dcf5f4"
            + String.format(Locale.ROOT, "%06d", i)
            + "\", \"state\": "
            + state
            + "}]}}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Heap in use after collections. */
  static long used() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
