package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.KubernetesEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a pod's work ended, and who had asked for its end by then. */
final class PodEnding {
  private final PodView pod;

  PodEnding(PodView pod) {
    this.pod = pod;
  }

  /**
   * When the pod's own work ended: the failed init container's end, else the last end of the main
   * containers once all have ended. Null while something can still go on.
   */
  @Nullable Instant time() {
    for (ContainerView init : pod.containers()) {
      Terminated t = init.is(ContainerRole.INIT) ? init.terminated() : null;
      if (t != null && t.exitCode() != 0 && !pod.restarts()) {
        return t.finishedAt();
      }
    }
    Instant last = null;
    List<ContainerView> mains = pod.mains();
    for (ContainerView main : mains) {
      Terminated t = main.terminated();
      if (t == null || (t.exitCode() != 0 && pod.restarts() && !pod.pod().isTerminal())) {
        return null;
      }
      Instant finished = t.finishedAt();
      if (finished != null && (last == null || finished.isAfter(last))) {
        last = finished;
      }
    }
    return last;
  }

  /** Whether the pod is over, and when its main containers ended is not known. */
  boolean isTimeUnknown() {
    List<ContainerView> mains = pod.mains();
    return pod.pod().isTerminal()
        && (mains.isEmpty() || mains.stream().anyMatch(PodEnding::endsWithoutTime));
  }

  private static boolean endsWithoutTime(ContainerView main) {
    Terminated end = main.terminated();
    return end == null
        ? !main.isRunning() && main.waiting() == null
        : end.finishedAt() == null && !ContainerView.isPlaceholder(end);
  }

  /**
   * Whether the pod's work had clearly ended before this time: what came then is clean-up, never
   * the cause.
   */
  boolean isBefore(@Nullable Instant time) {
    Instant end = time();
    return end != null && time != null && time.isAfter(end.plus(PodView.CLOCK_TOLERANCE));
  }

  /** The true DisruptionTarget condition, unless the pod had ended before. */
  Optional<Condition> disruption() {
    return pod.pod()
        .condition("DisruptionTarget")
        .filter(Condition::isTrue)
        .filter(c -> !isBefore(c.lastTransition()));
  }

  /** The kubelet's event that it stops a container because the pod is to end. */
  Optional<KubernetesEvent> stopping() {
    return pod.events().stream()
        .filter(e -> e.is("Killing") && e.message().startsWith("Stopping container"))
        .filter(e -> pod.pod().reason().isEmpty())
        .findFirst();
  }

  /**
   * When deletion was asked for: as seen on the object, or earlier, when the kubelet says that it
   * began to stop a container. Null when nobody asked, or when that was not seen.
   */
  @Nullable Instant deletionAsked() {
    Instant asked = pod.history().deletionRequestedAt();
    if (asked == null && !pod.history().deleted()) {
      return null;
    }
    Instant stopped = stopping().map(KubernetesEvent::first).orElse(null);
    return asked == null || (stopped != null && stopped.isBefore(asked)) ? stopped : asked;
  }

  /**
   * Whether the Job controller deleted the pod: its event says so, or the Job had failed, was
   * suspended or was over when deletion was asked for.
   */
  boolean isDeletedByJob() {
    Job job = pod.run().job();
    if (job == null || deletionAsked() == null && !pod.history().deleted()) {
      return false;
    }
    if (pod.run().jobEvents().stream()
        .anyMatch(e -> e.is("SuccessfulDelete") && e.message().contains(pod.name()))) {
      return true;
    }
    Instant asked = deletionAsked();
    Instant failed =
        job.trueCondition("FailureTarget")
            .or(pod.run()::jobFailure)
            .map(Condition::lastTransition)
            .orElse(null);
    boolean failedFirst = failed != null && (asked == null || !failed.isAfter(asked));
    return job.suspend() || job.isComplete() || failedFirst;
  }

  /** Whether one of its main containers ended with SIGKILL. */
  boolean killed() {
    return pod.containers(ContainerRole.MAIN)
        .map(ContainerView::terminated)
        .anyMatch(t -> t == null || t.exitCode() == 137);
  }
}
