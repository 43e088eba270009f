package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.KubernetesEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody deleted the pod while it still had work. The actor is only in the cluster's audit log.
 */
final class DeletedPod implements Rule.OfPod {
  static final Duration STUCK_AFTER = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "deleted-pod";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    Instant asked = askedAt(pod);
    // A deletion that was only noticed later says nothing of what the pod was doing then.
    boolean unseen = asked == null && (!pod.history().deleted() || pod.history().staleDelete());
    if (unseen) {
      return;
    }
    if (pod.endedBefore(asked) || byJobController(pod) || pod.disruption().isPresent()) {
      return;
    }
    Instant until = pod.pod().deletionTimestamp();
    if (!pod.history().deleted()
        && until != null
        && until.plus(STUCK_AFTER).isBefore(pod.run().now())) {
      found.accept(stuck(pod, until));
      return;
    }
    if (asked == null && pod.pod().isTerminal()) {
      return;
    }
    found.accept(deleted(pod, asked));
  }

  /**
   * When deletion was asked for: from the object, else from the kubelet's event that it stops a
   * container.
   */
  private static @Nullable Instant askedAt(PodView pod) {
    if (pod.history().deletionRequestedAt() != null || !pod.history().deleted()) {
      return pod.history().deletionRequestedAt();
    }
    KubernetesEvent stopping = stopping(pod);
    return stopping == null ? null : stopping.first();
  }

  private static @Nullable KubernetesEvent stopping(PodView pod) {
    return pod.events().stream()
        .filter(e -> e.is("Killing") && e.message().startsWith("Stopping container"))
        .filter(e -> pod.pod().reason().isEmpty())
        .findFirst()
        .orElse(null);
  }

  /** The Job controller clears away the pods of a Job that has failed, is suspended or is over. */
  private static boolean byJobController(PodView pod) {
    RunView run = pod.run();
    Job job = run.job();
    if (job == null) {
      return false;
    }
    return job.suspend()
        || job.isComplete()
        || run.jobFailure().isPresent()
        || run.jobEvents().stream()
            .anyMatch(e -> e.is("SuccessfulDelete") && e.message().contains(pod.name()));
  }

  private static Finding stuck(PodView pod, Instant until) {
    return Finding.of("Deleted.StuckTerminating", Confidence.CONFIRMED)
        .pod(pod)
        .evidence(pod.path("metadata.deletionTimestamp"), until.toString(), until)
        .evidence(pod.path("metadata.finalizers"), String.join(", ", pod.pod().finalizers()), null)
        .value("finalizers", String.join(", ", pod.pod().finalizers()))
        .value("stuck_for", Texts.age(until, pod.run().now()))
        .build();
  }

  private static Finding deleted(PodView pod, @Nullable Instant asked) {
    RunView run = pod.run();
    Job job = run.job();
    boolean owner = run.history().jobDeleted() || (job != null && job.deletionTimestamp() != null);
    boolean hung =
        pod.event("FailedPreStopHook").isPresent() || pod.event("ExceededGracePeriod").isPresent();
    Finding.Builder builder =
        Finding.of(
                owner
                    ? "Deleted.OwnerDeleted"
                    : hung ? "Deleted.PreStopHang" : "Deleted.WhileRunning",
                Confidence.LIKELY)
            .pod(pod);
    if (pod.pod().deletionTimestamp() != null) {
      builder.evidence(
          pod.path("metadata.deletionTimestamp"),
          String.valueOf(pod.pod().deletionTimestamp()),
          asked);
    }
    KubernetesEvent stopping = stopping(pod);
    if (stopping != null) {
      builder.evidence(PodView.eventEvidence(stopping));
    }
    pod.event("FailedPreStopHook").ifPresent(e -> builder.evidence(PodView.eventEvidence(e)));
    for (ContainerView container : pod.containers()) {
      Terminated end = container.terminated();
      if (end != null) {
        builder
            .evidence(container.endEvidence(end))
            .value("exit_code", Integer.toString(end.exitCode()));
      }
    }
    if (pod.history().staleDelete()) {
      builder.confidence(Confidence.POSSIBLE).value("stale", "true");
    }
    Long grace = pod.pod().spec().terminationGracePeriodSeconds();
    return builder
        .value("grace", grace == null ? "" : grace.toString())
        .value("asked_at", asked == null ? "" : asked.toString())
        .build();
  }
}
