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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One container of one pod: what was asked for, what was seen, and the questions that rules ask of
 * it.
 */
final class ContainerView {
  /** The kubelet forgets a container's crashes when it has run for this long. */
  private static final Duration LOOP_MEMORY = Duration.ofMinutes(10);

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

  /** Whether the pod's spec names other containers, but not this one. */
  boolean isUnnamed() {
    return spec == null && (is(ContainerRole.INIT) || !pod.pod().spec().containers().isEmpty());
  }

  /** Whether its present state is not told. */
  boolean isStateUnknown() {
    return status == null || status.state() instanceof ContainerState.Unknown;
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

  /**
   * The end to explain: the newest, unless that one only carried out the Job controller's deletion;
   * then the one before it, or null when none is on record.
   */
  @Nullable Terminated ownEnd() {
    Terminated now = terminated();
    if (now == null || !carriedOutDeletion(now)) {
      return newestEnd();
    }
    Terminated before = lastTerminated();
    for (ContainerAttempt attempt : ends()) {
      before = attempt.end().equals(now) ? before : attempt.end();
    }
    return before;
  }

  private boolean carriedOutDeletion(Terminated end) {
    Instant asked = pod.ending().deletionAsked();
    boolean stopped = end.exitCode() == 137 || end.exitCode() == 143;
    return stopped
        && pod.ending().isDeletedByJob()
        && (asked == null
            || end.finishedAt() == null
            || !end.finishedAt().isBefore(asked.minus(PodView.CLOCK_TOLERANCE)));
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

  /**
   * Whether it ended badly just now, waits to be started again after a bad end, or was started
   * again so lately that the kubelet still counts it as the same loop.
   */
  boolean failed() {
    Terminated end = terminated();
    if (end != null) {
      return end.exitCode() != 0 || end.reason().equals("OOMKilled");
    }
    Terminated last = lastTerminated();
    return last != null && last.exitCode() != 0 && (waiting() != null || isInLoop());
  }

  private boolean isInLoop() {
    return status != null
        && status.state() instanceof Running running
        && running.startedAt() != null
        && running.startedAt().plus(LOOP_MEMORY).isAfter(pod.run().now());
  }

  /** Why it is not started; null when nothing says why, or when it ran. */
  @Nullable WaitingCause waitingCause() {
    return WaitingCause.of(this);
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
    Terminated last = lastTerminated();
    if (last != null && !isPlaceholder(last) && !last.reason().equals("StartError")) {
      return false;
    }
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
    boolean init =
        spec != null ? spec.kind() != ContainerSpec.Kind.APP : status != null && status.init();
    return pod.path(
        "status."
            + (init ? "initContainerStatuses" : "containerStatuses")
            + "["
            + name
            + "]."
            + field);
  }

  /** The field path of its spec. */
  String specPath() {
    boolean init = spec != null && spec.kind() != ContainerSpec.Kind.APP;
    return (init ? "spec.initContainers[" : "spec.containers[") + name + "]";
  }

  Evidence endEvidence(Terminated end) {
    return new Evidence(
        endPath(end), "reason " + end.reason() + ", exit code " + end.exitCode(), end.finishedAt());
  }

  Evidence waitingEvidence(Waiting waiting) {
    return waitingEvidence("state.waiting", waiting);
  }

  Evidence waitingEvidence(String field, Waiting waiting) {
    String text =
        waiting.message().isEmpty()
            ? waiting.reason()
            : waiting.reason() + ": " + waiting.message();
    return new Evidence(path(field), Texts.quote(text), null);
  }

  /** The recovered log of the newest attempt that has one; null when none was read. */
  @Nullable LogTail log() {
    LogTail newest = null;
    for (LogTail tail : pod.run().history().logs()) {
      if (tail.attemptUid().equals(pod.pod().uid())
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
}
