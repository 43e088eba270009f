package io.runwhy.bridge.model;

import java.util.List;
import java.util.Set;

/** One thing that a source saw. Sources produce them, the timeline folds them. */
public sealed interface Observation {

  /** Something about one run; folded into its history. */
  sealed interface OfRun extends Observation {
    RunKey key();
  }

  record PodSeen(RunIdentity run, Pod pod) implements OfRun {
    @Override
    public RunKey key() {
      return run.key();
    }
  }

  /**
   * The pod object is gone.
   *
   * @param stale whether {@code pod} may be older than the deletion, because the watch had a gap
   */
  record PodGone(RunIdentity run, Pod pod, boolean stale) implements OfRun {
    @Override
    public RunKey key() {
      return run.key();
    }
  }

  record JobSeen(RunIdentity run, Job job) implements OfRun {
    @Override
    public RunKey key() {
      return run.key();
    }
  }

  record JobGone(RunIdentity run, Job job, boolean stale) implements OfRun {
    @Override
    public RunKey key() {
      return run.key();
    }
  }

  /** A CronJob of which no Job is known. */
  record CronJobSeen(RunIdentity run, CronJob cronJob) implements OfRun {
    @Override
    public RunKey key() {
      return run.key();
    }
  }

  record NamespaceRead(RunKey key, boolean terminating) implements OfRun {}

  record EventsRead(RunKey key, List<KubernetesEvent> events) implements OfRun {
    public EventsRead {
      events = List.copyOf(events);
    }
  }

  /**
   * Nodes that were read.
   *
   * @param whole whether these are all nodes of the cluster: others are gone
   */
  record NodesRead(RunKey key, List<Node> nodes, boolean whole) implements OfRun {
    public NodesRead {
      nodes = List.copyOf(nodes);
    }
  }

  record ClaimsRead(RunKey key, List<Claim> claims) implements OfRun {
    public ClaimsRead {
      claims = List.copyOf(claims);
    }
  }

  record WorkloadsRead(RunKey key, List<Workload> workloads) implements OfRun {
    public WorkloadsRead {
      workloads = List.copyOf(workloads);
    }
  }

  /** A version of an ECS task; versions may come in any order and more than once. */
  record TaskSeen(RunIdentity run, Task task) implements OfRun {
    @Override
    public RunKey key() {
      return run.key();
    }
  }

  /** ECS no longer knows a task that was not seen to stop. */
  record TaskLost(RunKey key, String taskArn) implements OfRun {}

  /** A call that should have started a task and did not. */
  record SubmitRefused(RunIdentity run, SubmitFailure failure) implements OfRun {
    @Override
    public RunKey key() {
      return run.key();
    }
  }

  record TaskDefinitionRead(RunKey key, TaskDefinition definition) implements OfRun {}

  record ContainerInstanceRead(RunKey key, ContainerInstance instance) implements OfRun {}

  record LogRead(RunKey key, LogTail tail) implements OfRun {}

  /**
   * A fact could not be read; {@code what} is for a person, for example "no permission to list
   * nodes".
   */
  record FactMissing(RunKey key, String what) implements OfRun {}

  /** All reads that one {@link EvidenceRequest} asked for have been answered, well or badly. */
  record EvidenceAnswered(RunKey key, EvidenceRequest request) implements OfRun {}

  /**
   * A full list has been delivered: of this kind, in this namespace, these uids exist and no
   * others.
   *
   * @param kind {@code Pod} or {@code Job}
   * @param namespace empty for all namespaces
   */
  record Listed(String kind, String namespace, Set<String> uids) implements Observation {
    public Listed {
      uids = Set.copyOf(uids);
    }
  }
}
