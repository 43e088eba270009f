package io.runwhy.examples;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Made-up ends of what programs created: a container that exits with 1. */
final class Endings {
  static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
  static final Instant END = START.plusSeconds(30);

  private Endings() {}

  /** A pod that failed, after the Job that made it where there is one. */
  static List<ObjectNode> podAndOwner(ObjectNode created) {
    return switch (Json.text(created, "/kind")) {
      case "Pod" -> List.of(failed(created.deepCopy()));
      case "Job" -> List.of(failedJob(created), failed(podOf(created, "batch/v1", "Job")));
      default -> List.of(failed(podOf(created, "apps/v1", "ReplicaSet")));
    };
  }

  /** A task that stopped. */
  static ObjectNode task(ObjectNode created) {
    ObjectNode task = created.deepCopy();
    Json.merge(
        task,
        Json.object(
            """
            lastStatus: STOPPED
            desiredStatus: STOPPED
            createdAt: '%s'
            startedAt: '%s'
            stoppingAt: '%s'
            stoppedAt: '%s'
            stopCode: EssentialContainerExited
            stoppedReason: Essential container in task exited
            containers: [{name: train, lastStatus: STOPPED, exitCode: 1}]
            """
                .formatted(START, START.plusSeconds(10), END, END)));
    return task;
  }

  private static ObjectNode failedJob(ObjectNode created) {
    ObjectNode job = created.deepCopy();
    job.withObject("/metadata").put("creationTimestamp", START.toString());
    Json.merge(
        job,
        Json.object(
            """
            status:
              failed: 1
              startTime: '%s'
              conditions:
              - {type: Failed, status: 'True', reason: BackoffLimitExceeded, lastTransitionTime: '%s'}
            """
                .formatted(START, END)));
    return job;
  }

  /** As a controller makes it of a template. */
  private static ObjectNode podOf(ObjectNode owner, String apiVersion, String kind) {
    ObjectNode pod = Json.object("{apiVersion: v1, kind: Pod}");
    Json.merge(pod, (ObjectNode) owner.at("/spec/template").deepCopy());
    String name = Json.text(owner, "/metadata/name");
    String uid = Json.text(owner, "/metadata/uid");
    Json.merge(
        pod,
        Json.object(
            """
            metadata:
              name: %s-x2x4b
              namespace: %s
              uid: pod-of-%s
              ownerReferences:
              - {apiVersion: %s, kind: %s, name: %s, uid: %s, controller: true}
            """
                .formatted(
                    name,
                    Json.text(owner, "/metadata/namespace"),
                    uid,
                    apiVersion,
                    kind,
                    name,
                    uid)));
    return pod;
  }

  private static ObjectNode failed(ObjectNode pod) {
    pod.withObject("/metadata").put("creationTimestamp", START.toString());
    pod.withObject("/spec").put("nodeName", "node1");
    ObjectNode status =
        Json.object(
            """
            phase: Failed
            startTime: '%s'
            conditions: [{type: PodScheduled, status: 'True', lastTransitionTime: '%s'}]
            containerStatuses: []
            """
                .formatted(START, START));
    for (JsonNode container : pod.at("/spec/containers")) {
      status
          .withArray("/containerStatuses")
          .add(
              Json.object(
                  """
                  name: %s
                  containerID: containerd://1
                  state: {terminated: {exitCode: 1, reason: Error, startedAt: '%s', finishedAt: '%s', containerID: 'containerd://1'}}
                  """
                      .formatted(Json.text(container, "/name"), START.plusSeconds(10), END)));
    }
    pod.set("status", status);
    return pod;
  }
}
