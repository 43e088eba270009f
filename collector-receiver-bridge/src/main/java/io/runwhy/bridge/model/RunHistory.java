package io.runwhy.bridge.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one run, immutable: the input of a diagnosis.
 *
 * @param cronJob the CronJob that should have started the run; null when it is not known
 * @param namespaceTerminating whether the run's namespace is being deleted
 * @param pods one per attempt, oldest first
 * @param events of the pods, the Job, its claims and nodes, oldest first
 * @param logs recovered tails
 * @param missing facts that could not be read, in words for a person, for example "no permission to
 *     list nodes"
 * @param now the time at which the question is asked
 * @param seenUntil how far what was seen reaches: {@code now} of a live watch, earlier for objects
 *     that were saved some time ago
 */
public record RunHistory(
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
    Instant seenUntil) {
  public RunHistory {
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
}
