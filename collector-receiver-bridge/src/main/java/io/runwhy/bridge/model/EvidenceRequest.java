package io.runwhy.bridge.model;

import java.util.List;

/**
 * What the timeline asks a source to read about one run. Answers come back as observations, always
 * followed by {@link Observation.EvidenceAnswered}.
 */
public sealed interface EvidenceRequest {
  RunKey key();

  /** Container logs to read. */
  List<LogRef> logs();

  /**
   * About a run on Kubernetes.
   *
   * @param about objects whose events are wanted (pod, Job, claim, node)
   * @param nodes node names to read; empty means none
   * @param allNodes whether the list of nodes is wanted (scheduling)
   * @param claims claim names in the run's namespace to read
   * @param workloads whether Kueue Workloads of the run are wanted
   * @param nodeEvents whether the events of {@code nodes} are wanted (reboots, memory)
   * @param namespaceState whether it is wanted that the namespace is being deleted
   */
  record OfPods(
      RunKey key,
      String namespace,
      List<ObjectRef> about,
      List<String> nodes,
      boolean allNodes,
      List<String> claims,
      boolean workloads,
      boolean nodeEvents,
      boolean namespaceState,
      List<LogRef> logs)
      implements EvidenceRequest {
    public OfPods {
      about = List.copyOf(about);
      nodes = List.copyOf(nodes);
      claims = List.copyOf(claims);
      logs = List.copyOf(logs);
    }

    /** Nothing but logs. */
    public static OfPods logs(RunKey key, String namespace, List<LogRef> logs) {
      return new OfPods(
          key, namespace, List.of(), List.of(), false, List.of(), false, false, false, logs);
    }
  }

  /**
   * About a run on Amazon ECS.
   *
   * @param task the newest version of the task in question
   * @param definition whether its task definition is wanted; it never changes
   * @param instance whether its host is wanted
   */
  record OfTask(RunKey key, Task task, boolean definition, boolean instance, List<LogRef> logs)
      implements EvidenceRequest {
    public OfTask {
      logs = List.copyOf(logs);
    }
  }

  /**
   * One container attempt's log.
   *
   * @param attemptUid uid of the pod, or ARN of the task
   * @param name name of the pod, or id of the task
   * @param index as in {@link ContainerAttempt}
   * @param containerId at the runtime; empty when not known
   * @param previous whether it is the attempt before the current one
   */
  record LogRef(
      String attemptUid,
      String name,
      String container,
      int index,
      String containerId,
      boolean previous) {}
}
