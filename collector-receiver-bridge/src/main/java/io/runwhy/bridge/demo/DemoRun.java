package io.runwhy.bridge.demo;

import io.runwhy.bridge.fake.FakeKubernetesApi;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of the demo: a Job and its pods, whose objects are written as the control plane and a
 * kubelet would write them, with the times at which it happens.
 */
final class DemoRun {
  static final String NAMESPACE = "batch";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FakeKubernetesApi api;
  private final InstantSource clock;
  private final String name;
  private final String image;
  private final Map<String, String> resources;
  private final ObjectNode job;
  private ObjectNode pod = JSON.createObjectNode();
  private int attempt;
  private int eventNumber;

  /** A Job that has just been created; {@code resources} are the main container's limits. */
  DemoRun(
      FakeKubernetesApi api,
      InstantSource clock,
      String name,
      String image,
      Map<String, String> resources) {
    this.api = api;
    this.clock = clock;
    this.name = name;
    this.image = image;
    this.resources = resources;
    this.job = object("batch/v1", "Job", name, "job-" + name);
    job.putObject("spec").put("backoffLimit", 1);
    job.putObject("status").put("startTime", now());
    api.apply(job);
  }

  /** The next attempt's pod, waiting for a node. */
  DemoRun podCreated() {
    attempt++;
    pod = object("v1", "Pod", podName(), "pod-" + name + "-" + attempt);
    ArrayNode owners = pod.withObject("/metadata").putArray("ownerReferences");
    owners
        .addObject()
        .put("kind", "Job")
        .put("name", name)
        .put("uid", "job-" + name)
        .put("controller", true);
    ObjectNode spec = pod.putObject("spec");
    spec.put("restartPolicy", "Never");
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", "main").put("image", image);
    ObjectNode given = container.putObject("resources");
    resources.forEach((key, value) -> given.withObject("/limits").put(key, value));
    resources.forEach((key, value) -> given.withObject("/requests").put(key, value));
    pod.putObject("status").put("phase", "Pending");
    return store();
  }

  /** The scheduler finds no node. */
  DemoRun unschedulable(String message) {
    condition("PodScheduled", "False", "Unschedulable", message);
    event("Warning", "FailedScheduling", message, false);
    return store();
  }

  DemoRun scheduled(String node) {
    pod.withObject("/spec").put("nodeName", node);
    pod.withObject("/status").put("startTime", now());
    condition("PodScheduled", "True", "", "");
    waiting("ContainerCreating", "");
    event("Normal", "Pulling", "Pulling image \"" + image + "\"", true);
    return store();
  }

  DemoRun waits(String reason, String message) {
    waiting(reason, message);
    event("Warning", "Failed", message.isEmpty() ? "Error: " + reason : message, true);
    return store();
  }

  DemoRun running() {
    event("Normal", "Pulled", "Successfully pulled image \"" + image + "\"", true);
    event("Normal", "Started", "Started container main", true);
    pod.withObject("/status").put("phase", "Running");
    state().putObject("running").put("startedAt", now());
    return store();
  }

  /** Output of the main container so far. */
  DemoRun log(String text) {
    api.log(NAMESPACE, podName(), "main", text);
    return this;
  }

  DemoRun event(String type, String reason, String message, boolean ofContainer) {
    ObjectNode event =
        object("v1", "Event", podName() + "." + ++eventNumber, "event-" + podName() + eventNumber);
    event.put("type", type).put("reason", reason).put("message", message).put("count", 1);
    event.put("firstTimestamp", now()).put("lastTimestamp", now());
    ObjectNode about = event.putObject("involvedObject");
    about.put("kind", "Pod").put("namespace", NAMESPACE).put("name", podName());
    about.put("uid", "pod-" + name + "-" + attempt);
    if (ofContainer) {
      about.put("fieldPath", "spec.containers{main}");
    }
    api.apply(event);
    return this;
  }

  /** The main container has ended; the pod with it. */
  DemoRun ended(String reason, int exitCode, String message) {
    String started = pod.at("/status/containerStatuses/0/state/running/startedAt").asString("");
    ObjectNode terminated = state().putObject("terminated");
    terminated.put("reason", reason).put("exitCode", exitCode).put("message", message);
    terminated.put("startedAt", started.isEmpty() ? "1970-01-01T00:00:00Z" : started);
    terminated.put("finishedAt", now()).put("containerID", "containerd://" + name + attempt);
    pod.withObject("/status").put("phase", exitCode == 0 ? "Succeeded" : "Failed");
    return store();
  }

  DemoRun podReason(String reason, String message) {
    pod.withObject("/status").put("reason", reason).put("message", message);
    return store();
  }

  DemoRun condition(String type, String status, String reason, String message) {
    ArrayNode conditions = pod.withObject("/status").withArray("/conditions");
    for (int i = conditions.size() - 1; i >= 0; i--) {
      if (conditions.get(i).path("type").asString("").equals(type)) {
        conditions.remove(i);
      }
    }
    conditions
        .addObject()
        .put("type", type)
        .put("status", status)
        .put("reason", reason)
        .put("message", message)
        .put("lastTransitionTime", now());
    return this;
  }

  DemoRun jobComplete() {
    jobCondition("Complete", "CompletionsReached", "Reached expected number of succeeded pods");
    job.withObject("/status").put("completionTime", now()).put("succeeded", 1);
    api.apply(job);
    return this;
  }

  DemoRun jobFailed(String reason, String message) {
    jobCondition("Failed", reason, message);
    api.apply(job);
    return this;
  }

  DemoRun deadline(int seconds) {
    job.withObject("/spec").put("activeDeadlineSeconds", seconds);
    api.apply(job);
    return this;
  }

  DemoRun podDeleted() {
    api.delete("pods", NAMESPACE, podName());
    return this;
  }

  private void jobCondition(String type, String reason, String message) {
    job.withObject("/status")
        .withArray("/conditions")
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("reason", reason)
        .put("message", message)
        .put("lastTransitionTime", now());
  }

  private void waiting(String reason, String message) {
    state().putObject("waiting").put("reason", reason).put("message", message);
  }

  /** An empty state of the main container's status. */
  private ObjectNode state() {
    ArrayNode statuses = pod.withObject("/status").putArray("containerStatuses");
    ObjectNode status = statuses.addObject();
    status.put("name", "main").put("image", image).put("restartCount", 0);
    status.put("containerID", "containerd://" + name + attempt);
    return status.putObject("state");
  }

  private DemoRun store() {
    api.apply(pod);
    return this;
  }

  private String podName() {
    return name + "-" + "x7k2p9".charAt(attempt % 6) + "4" + attempt + "qz";
  }

  private ObjectNode object(String apiVersion, String kind, String objectName, String uid) {
    ObjectNode object = JSON.createObjectNode();
    object.put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode meta = object.putObject("metadata");
    meta.put("namespace", NAMESPACE).put("name", objectName).put("uid", uid);
    meta.put("creationTimestamp", now());
    return object;
  }

  private String now() {
    return Instant.ofEpochMilli(clock.millis()).toString();
  }
}
