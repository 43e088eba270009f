package io.runwhy.bridge.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one run on Kubernetes.
 *
 * @param cronJob the CronJob that should have started the run; null when it is not known
 * @param namespaceTerminating whether the run's namespace is being deleted
 * @param pods one per attempt, oldest first
 * @param events of the pods, the Job, its claims and nodes, oldest first
 */
public record KubernetesHistory(
    RunIdentity run,
    @Nullable Job job,
    boolean jobDeleted,
    @Nullable CronJob cronJob,
    boolean namespaceTerminating,
    List<PodHistory> pods,
    List<KubernetesEvent> events,
    List<Node> nodes,
    List<Claim> claims,
    List<Workload> workloads,
    List<LogTail> logs,
    List<String> missing,
    Instant now,
    Instant seenUntil)
    implements RunHistory {
  public KubernetesHistory {
    pods = List.copyOf(pods);
    events = List.copyOf(events);
    nodes = List.copyOf(nodes);
    claims = List.copyOf(claims);
    workloads = List.copyOf(workloads);
    logs = List.copyOf(logs);
    missing = List.copyOf(missing);
  }

  public Optional<PodHistory> lastPod() {
    return pods.isEmpty() ? Optional.empty() : Optional.of(pods.get(pods.size() - 1));
  }

  @Override
  public int attempts() {
    return lastPod().map(PodHistory::attempt).orElse(0);
  }

  @Override
  public int attemptOf(String uid) {
    return pods.stream()
        .filter(p -> p.pod().uid().equals(uid))
        .mapToInt(PodHistory::attempt)
        .findFirst()
        .orElse(0);
  }
}
