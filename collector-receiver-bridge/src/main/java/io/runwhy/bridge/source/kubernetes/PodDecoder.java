package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.ContainerState;
import io.runwhy.bridge.model.ContainerStatus;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.Interner;
import io.runwhy.conventions.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A pod object. Texts that a process or a runtime wrote are redacted here, so that no secret gets
 * further.
 */
final class PodDecoder {
  private static final Set<String> REPEATED =
      Set.of("Initialized", "ContainersReady", "PodReadyToStartContainers");

  private static final List<String> STATUS_LISTS =
      List.of("initContainerStatuses", "containerStatuses");

  private PodDecoder() {}

  static Pod decode(JsonNode pod) {
    JsonNode meta = Meta.of(pod);
    JsonNode spec = Fields.child(pod, "spec");
    JsonNode status = Fields.child(pod, "status");
    List<ContainerStatus> statuses = new ArrayList<>();
    for (String list : STATUS_LISTS) {
      for (JsonNode s : Fields.objects(status, list)) {
        statuses.add(status(s, list.startsWith("init")));
      }
    }
    return new Pod(
        Fields.text(meta, "uid"),
        Interner.intern(Fields.text(meta, "namespace")),
        Fields.text(meta, "name"),
        Meta.owner(pod),
        Fields.time(meta, "creationTimestamp"),
        Fields.time(meta, "deletionTimestamp"),
        Fields.longOrNull(meta, "deletionGracePeriodSeconds"),
        Fields.texts(meta, "finalizers"),
        Fields.text(Fields.child(meta, "annotations"), "kubectl.kubernetes.io/default-container"),
        PodSpecDecoder.decode(spec),
        Interner.intern(Fields.text(spec, "nodeName")),
        Interner.intern(Fields.text(status, "phase")),
        Interner.intern(Fields.text(status, "reason")),
        Redactor.redact(Fields.text(status, "message")),
        Fields.time(status, "startTime"),
        conditions(status),
        statuses,
        runtime(status));
  }

  /**
   * Without those that say again what the container statuses say; they cost a quarter of a tracked
   * pod's heap.
   */
  private static List<Condition> conditions(@Nullable JsonNode status) {
    return Meta.conditions(status).stream()
        .filter(c -> !REPEATED.contains(c.type()))
        .filter(c -> !(c.type().equals("Ready") && c.isTrue()))
        .toList();
  }

  private static ContainerStatus status(JsonNode s, boolean init) {
    ContainerState last = state(Fields.child(s, "lastState"));
    return new ContainerStatus(
        Interner.intern(Fields.text(s, "name")),
        init,
        Fields.flag(s, "ready"),
        Fields.flagOrNull(s, "started"),
        Fields.number(s, "restartCount"),
        Interner.intern(Fields.text(s, "image")),
        Interner.intern(Fields.text(s, "imageID")),
        state(Fields.child(s, "state")),
        last instanceof ContainerState.Terminated t ? t : null);
  }

  private static ContainerState state(@Nullable JsonNode state) {
    JsonNode terminated = Fields.child(state, "terminated");
    if (terminated != null) {
      return new ContainerState.Terminated(
          Interner.intern(Fields.text(terminated, "reason")),
          Fields.number(terminated, "exitCode"),
          Fields.number(terminated, "signal"),
          Redactor.redact(Fields.text(terminated, "message")),
          Fields.time(terminated, "startedAt"),
          Fields.time(terminated, "finishedAt"),
          Fields.text(terminated, "containerID"));
    }
    JsonNode waiting = Fields.child(state, "waiting");
    if (waiting != null) {
      return Interner.shared(
          new ContainerState.Waiting(
              Fields.text(waiting, "reason"), Redactor.redact(Fields.text(waiting, "message"))));
    }
    JsonNode running = Fields.child(state, "running");
    return running == null
        ? new ContainerState.Unknown()
        : new ContainerState.Running(Fields.time(running, "startedAt"));
  }

  private static String runtime(@Nullable JsonNode status) {
    for (String list : STATUS_LISTS) {
      for (JsonNode s : Fields.objects(status, list)) {
        String id = Fields.text(s, "containerID");
        int end = id.indexOf("://");
        if (end > 0) {
          return Interner.intern(id.substring(0, end));
        }
      }
    }
    return "";
  }
}
