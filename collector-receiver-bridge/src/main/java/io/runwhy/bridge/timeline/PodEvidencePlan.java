package io.runwhy.bridge.timeline;

import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.ContainerAttempt;
import io.runwhy.bridge.model.ContainerState;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.ContainerState.Waiting;
import io.runwhy.bridge.model.ContainerStatus;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.PodHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what is worth reading about a run in trouble. Pure; the source keeps the budget. */
final class PodEvidencePlan {
  private static final Set<String> QUIET = Set.of("", "ContainerCreating", "PodInitializing");

  private PodEvidencePlan() {}

  /** The attempt to look at: the newest that is in trouble, else the newest. */
  static @Nullable PodHistory subject(KubernetesHistory history) {
    List<PodHistory> pods = history.pods();
    for (int i = pods.size() - 1; i >= 0; i--) {
      if (isTroubled(pods.get(i))) {
        return pods.get(i);
      }
    }
    return pods.isEmpty() ? null : pods.get(pods.size() - 1);
  }

  /** Whether the run shows a sign of trouble, or waits for longer than is normal. */
  static boolean wanted(KubernetesHistory history, TimelineConfig config) {
    Job job = history.job();
    if (job != null && job.isComplete()) {
      return false;
    }
    if (job != null && (job.isFailed() || job.suspend() || history.jobDeleted())) {
      return true;
    }
    if (history.pods().stream().anyMatch(PodEvidencePlan::isTroubled)) {
      return true;
    }
    Instant since = waitingSince(history);
    return since != null && since.plus(config.pendingEvidenceAfter()).isBefore(history.now());
  }

  /** Changes when there is something new to read about. */
  static String signature(KubernetesHistory history) {
    StringBuilder text = new StringBuilder();
    Job job = history.job();
    if (job != null) {
      text.append(job.suspend()).append(job.isFailed()).append(history.jobDeleted());
    }
    PodHistory subject = subject(history);
    if (subject != null) {
      Pod pod = subject.pod();
      text.append(pod.uid()).append(pod.phase()).append(pod.reason()).append(subject.deleted());
      text.append(subject.deletionRequestedAt() != null).append(pod.nodeName());
      pod.condition("PodScheduled").map(Condition::reason).ifPresent(text::append);
      pod.condition("DisruptionTarget").map(Condition::status).ifPresent(text::append);
      for (ContainerStatus status : pod.statuses()) {
        text.append(status.name()).append(status.restartCount()).append(kind(status.state()));
      }
    }
    return text.toString();
  }

  static EvidenceRequest.OfPods request(
      KubernetesHistory history, List<EvidenceRequest.LogRef> logs) {
    List<ObjectRef> about = new ArrayList<>();
    Set<String> nodes = new LinkedHashSet<>();
    List<String> claims = new ArrayList<>();
    boolean allNodes = false;
    PodHistory subject = subject(history);
    if (subject != null) {
      Pod pod = subject.pod();
      about.add(new ObjectRef("Pod", pod.namespace(), pod.name(), pod.uid()));
      if (!pod.nodeName().isEmpty()) {
        nodes.add(pod.nodeName());
      }
      allNodes =
          pod.condition("PodScheduled").map(c -> c.reason().equals("Unschedulable")).orElse(false);
      if (pod.phase().equals("Pending")) {
        claims.addAll(pod.claimNames());
      }
    }
    Job job = history.job();
    if (job != null) {
      about.add(new ObjectRef("Job", job.namespace(), job.name(), job.uid()));
    }
    boolean workloads = job != null && !job.queueName().isEmpty();
    boolean vanishing =
        subject == null || subject.deletionRequestedAt() != null || subject.deleted();
    return new EvidenceRequest.OfPods(
        history.run().key(),
        history.run().namespace(),
        about,
        List.copyOf(nodes),
        allNodes,
        claims,
        workloads,
        subject != null && isOfNode(subject),
        vanishing,
        logs);
  }

  /** Whether an end is of a kind that the node itself may have caused. */
  private static boolean isOfNode(PodHistory history) {
    return history.ended().stream()
        .map(ContainerAttempt::end)
        .anyMatch(
            e ->
                e.exitCode() == 137
                    || e.exitCode() == 255
                    || e.reason().equals("ContainerStatusUnknown"));
  }

  private static boolean isTroubled(PodHistory history) {
    Pod pod = history.pod();
    if (pod.phase().equals("Failed")
        || (history.deleted() && !pod.phase().equals("Succeeded"))
        || (history.deletionRequestedAt() != null && !pod.isTerminal())
        || !history.ended().stream().allMatch(a -> a.end().exitCode() == 0 && !isOom(a.end()))
        || pod.condition("DisruptionTarget").filter(Condition::isTrue).isPresent()
        || pod.condition("PodScheduled").filter(Condition::isFalse).isPresent()) {
      return true;
    }
    return pod.statuses().stream()
        .anyMatch(s -> s.state() instanceof Waiting w && !QUIET.contains(w.reason()));
  }

  private static boolean isOom(Terminated end) {
    return end.reason().equals("OOMKilled");
  }

  /** Since when the run waits for something to start; null when a process runs or it is over. */
  private static @Nullable Instant waitingSince(KubernetesHistory history) {
    if (PodTrack.isOver(history)) {
      return null;
    }
    PodHistory last = history.lastPod().orElse(null);
    if (last == null) {
      Job job = history.job();
      return job == null ? null : job.creationTimestamp();
    }
    return last.pod().phase().equals("Pending") ? last.pod().creationTimestamp() : null;
  }

  private static String kind(ContainerState state) {
    if (state instanceof Waiting waiting) {
      return waiting.reason();
    }
    return state instanceof Terminated ended ? "ended" + ended.exitCode() : "running";
  }
}
