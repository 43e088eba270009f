package io.runwhy.bridge.demo;

import io.runwhy.bridge.fake.FakeKubernetesApi;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What happens in the demo, and when. */
final class Story {
  private final FakeKubernetesApi api;
  private final InstantSource clock;
  private final List<Step> steps = new ArrayList<>();

  /** One thing that happens at a time after the beginning. */
  record Step(Duration at, Runnable what) {}

  Story(FakeKubernetesApi api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
  }

  /** All steps in the order of their times. */
  List<Step> steps() {
    nodes();
    completes();
    runsOutOfMemory();
    imageDoesNotExist();
    secretComesLate();
    secondAttemptSucceeds();
    noGpu();
    preempted();
    tooMuchDisk();
    tooLong();
    wrongCommand();
    steps.sort(Comparator.comparing(Step::at));
    return steps;
  }

  private void completes() {
    DemoRun[] run = new DemoRun[1];
    at(0.2, () -> run[0] = start("etl-nightly", "acme/etl:4.2", "1", "512Mi").podCreated());
    at(1, () -> run[0].scheduled("node-a"));
    at(3, () -> run[0].running().log("extracted 120000 rows\n"));
    at(12, () -> run[0].ended("Completed", 0, "").jobComplete());
  }

  private void runsOutOfMemory() {
    DemoRun[] run = new DemoRun[1];
    at(0.5, () -> run[0] = start("train-resnet", "acme/trainer:1.9", "2", "2Gi").podCreated());
    at(1.5, () -> run[0].scheduled("node-b"));
    at(4, () -> run[0].running());
    at(
        11,
        () ->
            run[0]
                .log("epoch 1 loss 0.93\nepoch 2 loss 0.71\nloading validation set into memory\n")
                .ended("OOMKilled", 137, "")
                .jobFailed("BackoffLimitExceeded", "Job has reached the specified backoff limit"));
  }

  private void imageDoesNotExist() {
    String image = "registry.acme.example/ml/embedder:v31";
    String error =
        "failed to pull and unpack image \""
            + image
            + "\": failed to resolve reference \""
            + image
            + "\": "
            + image
            + ": not found";
    DemoRun[] run = new DemoRun[1];
    at(1, () -> run[0] = start("embed-docs", image, "1", "1Gi").podCreated());
    at(2, () -> run[0].scheduled("node-a"));
    at(3.5, () -> run[0].waits("ErrImagePull", error));
    at(
        6,
        () ->
            run[0].waits(
                "ImagePullBackOff",
                "Back-off pulling image \"" + image + "\": ErrImagePull: " + error));
  }

  private void secretComesLate() {
    DemoRun[] run = new DemoRun[1];
    at(1.5, () -> run[0] = start("report-weekly", "acme/report:2.0", "500m", "256Mi").podCreated());
    at(2.5, () -> run[0].scheduled("node-a"));
    at(
        4.5,
        () -> run[0].waits("CreateContainerConfigError", "secret \"smtp-credentials\" not found"));
    at(15, () -> run[0].running());
    at(20, () -> run[0].ended("Completed", 0, "").jobComplete());
  }

  private void secondAttemptSucceeds() {
    DemoRun[] run = new DemoRun[1];
    at(2, () -> run[0] = start("load-warehouse", "acme/loader:3.3", "1", "1Gi").podCreated());
    at(3, () -> run[0].scheduled("node-b"));
    at(5, () -> run[0].running());
    at(
        9,
        () ->
            run[0]
                .log(
                    "connecting to warehouse.db:5432\nTraceback (most recent call last):\n"
                        + "  File \"/app/load.py\", line 41, in <module>\n    main()\n"
                        + "psycopg2.OperationalError: connection refused, password=hunter2isnotsecret\n")
                .ended("Error", 1, ""));
    at(12, () -> run[0].podCreated().scheduled("node-b"));
    at(14, () -> run[0].running());
    at(21, () -> run[0].ended("Completed", 0, "").jobComplete());
  }

  private void noGpu() {
    DemoRun[] run = new DemoRun[1];
    at(
        2.5,
        () ->
            run[0] =
                new DemoRun(
                        api, clock, "finetune-llm", "acme/llm:0.8", Map.of("nvidia.com/gpu", "16"))
                    .podCreated());
    at(
        3.5,
        () ->
            run[0].unschedulable(
                "0/2 nodes are available: 2 Insufficient nvidia.com/gpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod."));
  }

  private void preempted() {
    DemoRun[] run = new DemoRun[1];
    at(3, () -> run[0] = start("backfill-2024", "acme/backfill:1.1", "4", "4Gi").podCreated());
    at(4, () -> run[0].scheduled("node-b"));
    at(6, () -> run[0].running());
    at(
        16,
        () ->
            run[0]
                .log("processed 41 of 365 days\n")
                .condition(
                    "DisruptionTarget",
                    "True",
                    "PreemptionByScheduler",
                    "default-scheduler: preempting to accommodate a higher priority pod")
                .event("Normal", "Preempted", "Preempted by pod 6f0c on node node-b", false)
                .ended("Error", 143, "")
                .jobFailed("BackoffLimitExceeded", "Job has reached the specified backoff limit"));
  }

  private void tooMuchDisk() {
    DemoRun[] run = new DemoRun[1];
    at(
        3.5,
        () ->
            run[0] =
                new DemoRun(
                        api,
                        clock,
                        "export-logs",
                        "acme/export:5.0",
                        Map.of("ephemeral-storage", "1Gi"))
                    .podCreated());
    at(4.5, () -> run[0].scheduled("node-a"));
    at(6, () -> run[0].running());
    at(
        18,
        () ->
            run[0]
                .log("writing /tmp/export-0001.parquet\nwriting /tmp/export-0002.parquet\n")
                .podReason(
                    "Evicted",
                    "Container main exceeded its local ephemeral storage limit \"1Gi\". ")
                .ended("Error", 137, "")
                .jobFailed("BackoffLimitExceeded", "Job has reached the specified backoff limit"));
  }

  private void tooLong() {
    DemoRun[] run = new DemoRun[1];
    at(
        4,
        () ->
            run[0] = start("sync-crm", "acme/sync:7.7", "250m", "128Mi").deadline(20).podCreated());
    at(5, () -> run[0].scheduled("node-a"));
    at(7, () -> run[0].running().log("page 1 of 900\n"));
    at(
        24,
        () ->
            run[0]
                .jobFailed("DeadlineExceeded", "Job was active longer than specified deadline")
                .podDeleted());
  }

  private void wrongCommand() {
    DemoRun[] run = new DemoRun[1];
    at(4.5, () -> run[0] = start("ci-build-1187", "acme/ci:12", "2", "2Gi").podCreated());
    at(5.5, () -> run[0].scheduled("node-b"));
    at(
        8,
        () ->
            run[0]
                .ended(
                    "StartError",
                    128,
                    "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"make all\": executable file not found in $PATH: unknown")
                .jobFailed("BackoffLimitExceeded", "Job has reached the specified backoff limit"));
  }

  private DemoRun start(String name, String image, String cpu, String memory) {
    return new DemoRun(api, clock, name, image, Map.of("cpu", cpu, "memory", memory));
  }

  private void nodes() {
    for (String name : List.of("node-a", "node-b")) {
      ObjectNode node = JsonMapper.builder().build().createObjectNode();
      node.put("kind", "Node").putObject("metadata").put("name", name).put("uid", name);
      node.putObject("spec");
      ObjectNode status = node.putObject("status");
      status
          .putObject("allocatable")
          .put("cpu", "16")
          .put("memory", "64Gi")
          .put("nvidia.com/gpu", name.equals("node-b") ? "8" : "0");
      status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
      api.apply(node);
    }
  }

  private void at(double seconds, Runnable what) {
    steps.add(new Step(Duration.ofMillis(Math.round(seconds * 1000)), what));
  }
}
