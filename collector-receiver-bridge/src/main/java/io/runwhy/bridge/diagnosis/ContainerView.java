package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.ContainerAttempt;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.ContainerState;
import io.runwhy.bridge.model.ContainerState.Running;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.ContainerState.Waiting;
import io.runwhy.bridge.model.ContainerStatus;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.LogTail;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One container of one pod: what was asked for, what was seen, and the questions that rules ask of
 * it.
 */
final class ContainerView {
  private final PodView pod;
  private final @Nullable ContainerSpec spec;
  private final @Nullable ContainerStatus status;
  private final String name;
  private final ContainerRole role;

  ContainerView(
      PodView pod,
      String name,
      @Nullable ContainerSpec spec,
      @Nullable ContainerStatus status,
      ContainerRole role) {
    this.pod = pod;
    this.name = name;
    this.spec = spec;
    this.status = status;
    this.role = role;
  }

  PodView pod() {
    return pod;
  }

  String name() {
    return name;
  }

  ContainerRole role() {
    return role;
  }

  boolean is(ContainerRole wanted) {
    return role == wanted;
  }

  /** Null when only the status names the container. */
  @Nullable ContainerSpec spec() {
    return spec;
  }

  /** Null when the kubelet has written none yet. */
  @Nullable ContainerStatus status() {
    return status;
  }

  String image() {
    if (spec != null && !spec.image().isEmpty()) {
      return spec.image();
    }
    return status == null ? "" : status.image();
  }

  /** The limit as written, empty when there is none. */
  String limit(String resource) {
    return spec == null ? "" : spec.limits().getOrDefault(resource, "");
  }

  /** The request as written, empty when there is none. */
  String request(String resource) {
    return spec == null ? "" : spec.requests().getOrDefault(resource, "");
  }

  int restartCount() {
    return status == null ? 0 : status.restartCount();
  }

  @Nullable Waiting waiting() {
    return status != null && status.state() instanceof Waiting w ? w : null;
  }

  boolean isRunning() {
    return status != null && status.state() instanceof Running;
  }

  /** The present end; null while it waits or runs. */
  @Nullable Terminated terminated() {
    return status != null && status.state() instanceof Terminated t ? t : null;
  }

  /** The end before the present state; null when there was none. */
  @Nullable Terminated lastTerminated() {
    return status == null ? null : status.lastState();
  }

  /** The newest known end, present or earlier; null when it never ended. */
  @Nullable Terminated newestEnd() {
    Terminated now = terminated();
    return now != null ? now : lastTerminated();
  }

  /** Every end seen, oldest first; the newest one included. */
  List<ContainerAttempt> ends() {
    return pod.history().ended().stream().filter(a -> a.container().equals(name)).toList();
  }

  /** Whether it ended well and for good. */
  boolean succeeded() {
    Terminated end = terminated();
    return end != null && end.exitCode() == 0 && !isPlaceholder(end);
  }

  /** Whether it ended badly just now or waits to be started again after a bad end. */
  boolean failed() {
    Terminated end = terminated();
    if (end != null) {
      return end.exitCode() != 0 || end.reason().equals("OOMKilled");
    }
    Terminated last = lastTerminated();
    return waiting() != null && last != null && last.exitCode() != 0;
  }

  /** The waiting text that named a cause: the present one, else the one remembered from earlier. */
  @Nullable Waiting waitingCause() {
    Waiting now = waiting();
    Waiting remembered = pod.history().rememberedWaiting().get(name);
    if (now == null) {
      return neverRan() ? remembered : null;
    }
    return remembered != null
            && now.message().length() < remembered.message().length()
            && sameFamily(now.reason(), remembered.reason())
        ? remembered
        : now;
  }

  /** Whether the status is the kubelet's stand-in for a container that it could not find. */
  static boolean isPlaceholder(Terminated end) {
    return end.reason().equals("ContainerStatusUnknown");
  }

  /** Whether nothing shows that a process of this container ever started. */
  boolean neverRan() {
    if (pod.history().seenRunning().contains(name)
        || pod.events().stream().anyMatch(e -> e.is("Started") && e.container().equals(name))) {
      return false;
    }
    Terminated end = newestEnd();
    return end == null
        || isPlaceholder(end)
        || (end.startedAt() == null && end.reason().equals("StartError"));
  }

  /** The field path of the present or last end, with the pod's name. */
  String endPath(Terminated end) {
    return path(end.equals(terminated()) ? "state.terminated" : "lastState.terminated");
  }

  /** A field path below this container's status, for example {@code state.waiting.reason}. */
  String path(String field) {
    boolean init = spec != null && spec.kind() != ContainerSpec.Kind.APP;
    return pod.path(
        "status."
            + (init ? "initContainerStatuses" : "containerStatuses")
            + "["
            + name
            + "]."
            + field);
  }

  Evidence endEvidence(Terminated end) {
    return new Evidence(
        endPath(end), "reason " + end.reason() + ", exit code " + end.exitCode(), end.finishedAt());
  }

  Evidence waitingEvidence(Waiting waiting) {
    String text =
        waiting.message().isEmpty()
            ? waiting.reason()
            : waiting.reason() + ": " + waiting.message();
    return new Evidence(path("state.waiting"), Texts.quote(text), null);
  }

  /** The recovered log of the newest attempt that has one; null when none was read. */
  @Nullable LogTail log() {
    LogTail newest = null;
    for (LogTail tail : pod.run().history().logs()) {
      if (tail.podUid().equals(pod.pod().uid())
          && tail.container().equals(name)
          && (newest == null || tail.index() >= newest.index())) {
        newest = tail;
      }
    }
    return newest;
  }

  /** When the present or last process began; null when unknown. */
  @Nullable Instant startedAt() {
    if (status != null && status.state() instanceof ContainerState.Running r) {
      return r.startedAt();
    }
    Terminated end = newestEnd();
    return end == null ? null : end.startedAt();
  }

  private static boolean sameFamily(String a, String b) {
    return a.equals(b) || (a.contains("Image") && b.contains("Image"));
  }
}
