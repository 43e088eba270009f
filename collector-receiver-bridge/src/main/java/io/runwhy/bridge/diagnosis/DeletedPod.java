package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.KubernetesEvent;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody deleted the pod while it still had work. The actor is only in the cluster's audit log.
 */
final class DeletedPod implements Rule.OfPod {
  /** Orchestrators that delete a pod which does not start in time. */
  private static final Set<String> START_TIMEOUT =
      Set.of("prefect", "airflow", "kestra", "dagster");

  @Override
  public String name() {
    return "deleted-pod";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    Instant asked = pod.ending().deletionAsked();
    // A deletion that was only noticed later says nothing of what the pod was doing then.
    boolean unseen = asked == null && (!pod.history().deleted() || pod.history().staleDelete());
    if (unseen || pod.ending().disruption().isPresent()) {
      return;
    }
    Instant until = pod.pod().deletionTimestamp();
    boolean stuck =
        !pod.history().deleted()
            && until != null
            && until.plus(pod.run().budgets().stop()).isBefore(lastSeen(pod))
            && !pod.run().history().namespaceTerminating();
    if (pod.ending().isBefore(asked)) {
      return;
    }
    if (stuck && until != null) {
      found.accept(stuck(pod, until).build());
    }
    if (pod.ending().isDeletedByJob() || (asked == null && pod.pod().isTerminal())) {
      return;
    }
    found.accept(deleted(pod, asked));
    if (!stuck
        && until != null
        && !pod.history().deleted()
        && until.plus(pod.run().budgets().stop()).isBefore(pod.run().now())) {
      found.accept(stuck(pod, until).confidence(Confidence.POSSIBLE).build());
    }
    if (pod.nothingRan() && START_TIMEOUT.contains(orchestrator(pod))) {
      found.accept(
          Finding.of("Deadline.Engine", Confidence.POSSIBLE)
              .pod(pod)
              .evidence(pod.path("metadata.deletionTimestamp"), String.valueOf(asked), asked)
              .value("engine", orchestrator(pod))
              .build());
    }
  }

  /**
   * Objects that were saved long ago cannot be said to be still there, unless a finalizer shows
   * that somebody has to let them go.
   */
  private static Instant lastSeen(PodView pod) {
    boolean held =
        pod.pod().finalizers().stream()
            .anyMatch(f -> !f.equals("batch.kubernetes.io/job-tracking"));
    return held ? pod.run().now() : pod.run().history().seenUntil();
  }

  private static String orchestrator(PodView pod) {
    return pod.run().history().run().orchestrator();
  }

  private static Finding.Builder stuck(PodView pod, Instant until) {
    return Finding.of(
            "Deleted.StuckTerminating",
            pod.ending().isDeletedByJob() || pod.ending().isTimeUnknown()
                ? Confidence.LIKELY
                : Confidence.CONFIRMED)
        .pod(pod)
        .evidence(pod.path("metadata.deletionTimestamp"), until.toString(), until)
        .evidence(pod.path("metadata.finalizers"), String.join(", ", pod.pod().finalizers()), null)
        .value("finalizers", String.join(", ", pod.pod().finalizers()))
        .value("stuck_for", Texts.age(until, pod.run().now()));
  }

  /** Test order: the namespace, the owner, a hook that hung, else somebody. */
  private static String code(PodView pod) {
    RunView run = pod.run();
    Job job = run.job();
    if (run.history().namespaceTerminating()) {
      return "Deleted.Namespace";
    }
    if (run.history().jobDeleted() || (job != null && job.deletionTimestamp() != null)) {
      return "Deleted.OwnerDeleted";
    }
    boolean hung =
        pod.event("FailedPreStopHook").isPresent() || pod.event("ExceededGracePeriod").isPresent();
    return hung && pod.ending().killed() ? "Deleted.PreStopHang" : "Deleted.WhileRunning";
  }

  private static Finding deleted(PodView pod, @Nullable Instant asked) {
    String code = code(pod);
    Finding.Builder builder =
        Finding.of(
                code, code.equals("Deleted.Namespace") ? Confidence.CONFIRMED : Confidence.LIKELY)
            .pod(pod);
    if (pod.pod().deletionTimestamp() != null) {
      builder.evidence(
          pod.path("metadata.deletionTimestamp"),
          String.valueOf(pod.pod().deletionTimestamp()),
          asked);
    }
    KubernetesEvent stopping = pod.ending().stopping().orElse(null);
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
        .value("never_ran", pod.nothingRan() ? "true" : "")
        .value("grace", grace == null ? "" : grace.toString())
        .value("asked_at", asked == null ? "" : asked.toString())
        .build();
  }
}
