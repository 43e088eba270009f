package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.Claim;
import io.runwhy.bridge.model.CronJob;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.PodHistory;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers all that is seen of one run on Kubernetes. Bounded: {@link #MAX_FINISHED_PODS} ended
 * attempts, {@link #MAX_EVENTS} events, {@link #MAX_LOGS} log tails; the oldest go first and are
 * counted. Not thread-safe.
 */
final class KubernetesFold implements HistoryFold {
  /** Ended attempts kept; live pods are always kept. */
  static final int MAX_FINISHED_PODS = 32;

  static final int MAX_EVENTS = 200;

  /** Characters of all events' messages together. */
  static final int MAX_EVENT_CHARS = 256 * 1024;

  static final int MAX_LOGS = 16;
  static final int MAX_CLAIMS = 50;
  static final int MAX_MISSING = 16;

  private static final Comparator<KubernetesEvent> BY_TIME =
      Comparator.comparing((KubernetesEvent e) -> e.last() == null ? Instant.EPOCH : e.last())
          .thenComparing(KubernetesEvent::reason)
          .thenComparing(KubernetesEvent::message)
          .thenComparing(KubernetesEvent::uid);

  private RunIdentity run;
  private @Nullable Job job;
  private boolean jobDeleted;
  private final List<PodFold> pods = new ArrayList<>(1);
  private int attempts;
  private final Drops drops = new Drops();
  private @Nullable Evidences evidences;

  /** What was read on demand; most runs never need it. */
  private static final class Evidences {
    final Map<String, KubernetesEvent> events = new LinkedHashMap<>();
    List<Node> nodes = List.of();
    final Map<String, Claim> claims = new LinkedHashMap<>();
    final Map<String, Workload> workloads = new LinkedHashMap<>();
    final Map<String, LogTail> logs = new LinkedHashMap<>();
    final Set<String> missing = new LinkedHashSet<>();
    @Nullable CronJob cronJob;
    boolean namespaceTerminating;
  }

  KubernetesFold(RunIdentity run, int attempts) {
    this.run = run;
    this.attempts = attempts;
  }

  @Override
  public RunIdentity run() {
    return run;
  }

  @Override
  public Map<String, Integer> takeDropped() {
    for (PodFold pod : pods) {
      drops.add("history_attempts", pod.takeDroppedEnds());
    }
    return drops.take();
  }

  @Override
  public void add(Observation.OfRun observation) {
    if (observation instanceof Observation.PodSeen seen) {
      identify(seen.run(), false);
      fold(seen.pod()).see(seen.pod());
      trim();
    } else if (observation instanceof Observation.PodGone gone) {
      identify(gone.run(), false);
      fold(gone.pod()).gone(gone.pod(), gone.stale());
      trim();
    } else if (observation instanceof Observation.JobSeen seen) {
      identify(seen.run(), true);
      job = seen.job();
    } else if (observation instanceof Observation.JobGone gone) {
      identify(gone.run(), true);
      job = gone.stale() && job != null ? job : gone.job();
      jobDeleted = true;
    } else if (observation instanceof Observation.CronJobSeen seen) {
      identify(seen.run(), false);
      evidences().cronJob = seen.cronJob();
    } else if (observation instanceof Observation.NamespaceRead read) {
      evidences().namespaceTerminating = read.terminating();
    } else if (observation instanceof Observation.EventsRead read) {
      drops.add(
          "history_events",
          Bounded.putAll(evidences().events, read.events(), KubernetesEvent::uid, MAX_EVENTS));
      drops.add("history_events", cutToSize(evidences().events));
    } else if (observation instanceof Observation.NodesRead read) {
      evidences().nodes = read.whole() ? read.nodes() : merged(evidences().nodes, read.nodes());
    } else if (observation instanceof Observation.ClaimsRead read) {
      drops.add(
          "history_claims",
          Bounded.putAll(evidences().claims, read.claims(), Claim::name, MAX_CLAIMS));
    } else if (observation instanceof Observation.WorkloadsRead read) {
      drops.add(
          "history_claims",
          Bounded.putAll(evidences().workloads, read.workloads(), Workload::name, MAX_CLAIMS));
    } else if (observation instanceof Observation.LogRead read) {
      drops.add(
          "history_logs",
          Bounded.putAll(evidences().logs, List.of(read.tail()), TrackedRun::logKey, MAX_LOGS));
    } else if (observation instanceof Observation.FactMissing missing
        && evidences().missing.size() < MAX_MISSING) {
      evidences().missing.add(missing.what());
    }
  }

  @Override
  public KubernetesHistory history(Instant now, Instant seenUntil) {
    List<PodHistory> attempts = new ArrayList<>(pods.size());
    for (PodFold pod : pods) {
      attempts.add(pod.history());
    }
    Evidences e = evidences;
    return e == null
        ? new KubernetesHistory(
            run,
            job,
            jobDeleted,
            null,
            false,
            attempts,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            now,
            seenUntil)
        : new KubernetesHistory(
            run,
            job,
            jobDeleted,
            e.cronJob,
            e.namespaceTerminating,
            attempts,
            e.events.values().stream().sorted(BY_TIME).toList(),
            e.nodes,
            e.claims.values().stream().sorted(Comparator.comparing(Claim::name)).toList(),
            e.workloads.values().stream().sorted(Comparator.comparing(Workload::name)).toList(),
            List.copyOf(e.logs.values()),
            List.copyOf(e.missing),
            now,
            seenUntil);
  }

  @Nullable Job job() {
    return job;
  }

  boolean isJobDeleted() {
    return jobDeleted;
  }

  List<PodFold> pods() {
    return pods;
  }

  /** The Job knows more of a run than its pods do: its CronJob, for example. */
  private void identify(RunIdentity identity, boolean fromJob) {
    if (fromJob || job == null) {
      run = identity;
    }
  }

  private PodFold fold(Pod pod) {
    for (PodFold known : pods) {
      boolean same = known.pod().uid().equals(pod.uid());
      if (same && (!pod.uid().isEmpty() || known.pod().name().equals(pod.name()))) {
        return known;
      }
    }
    PodFold created = new PodFold(++attempts, pod);
    pods.add(created);
    return created;
  }

  private void trim() {
    if (pods.size() <= MAX_FINISHED_PODS) {
      return;
    }
    int finished = (int) pods.stream().filter(PodFold::isOver).count();
    for (int i = 0; finished > MAX_FINISHED_PODS && i < pods.size(); ) {
      if (pods.get(i).isOver()) {
        pods.remove(i);
        drops.add("history_pods", 1);
        finished--;
      } else {
        i++;
      }
    }
  }

  private Evidences evidences() {
    Evidences e = evidences;
    if (e == null) {
      e = new Evidences();
      evidences = e;
    }
    return e;
  }

  /** A few nodes are put in their places; a whole list replaces them and is shared between runs. */
  private static List<Node> merged(List<Node> known, List<Node> read) {
    List<Node> result = new ArrayList<>(known);
    for (Node node : read) {
      result.removeIf(n -> n.name().equals(node.name()));
      result.add(node);
    }
    return List.copyOf(result);
  }

  /** The oldest events go until the texts of the others fit into {@link #MAX_EVENT_CHARS}. */
  private static int cutToSize(Map<String, KubernetesEvent> events) {
    long size = events.values().stream().mapToLong(e -> e.message().length()).sum();
    int gone = 0;
    var oldest = events.values().iterator();
    while (size > MAX_EVENT_CHARS && oldest.hasNext()) {
      size -= oldest.next().message().length();
      oldest.remove();
      gone++;
    }
    return gone;
  }
}
