package io.runwhy.bridge.model;

import java.util.List;

/**
 * What the timeline asks a source to read about one run. Answers come back as observations, always
 * followed by {@link Observation.EvidenceAnswered}.
 *
 * @param about objects whose events are wanted (pod, Job, claim, node)
 * @param nodes node names to read; empty means none
 * @param allNodes whether the list of nodes is wanted (scheduling)
 * @param claims claim names in the run's namespace to read
 * @param workloads whether Kueue Workloads of the run are wanted
 * @param nodeEvents whether the events of {@code nodes} are wanted (reboots, memory)
 * @param namespaceState whether it is wanted that the namespace is being deleted
 * @param logs container logs to read
 */
public record EvidenceRequest(
    RunKey key,
    String namespace,
    List<ObjectRef> about,
    List<String> nodes,
    boolean allNodes,
    List<String> claims,
    boolean workloads,
    boolean nodeEvents,
    boolean namespaceState,
    List<LogRef> logs) {

  /**
   * One container attempt's log.
   *
   * @param previous whether it is the attempt before the current one
   * @param index as in {@link ContainerAttempt}
   */
  public record LogRef(
      String podUid,
      String podName,
      String container,
      int index,
      String containerId,
      boolean previous) {}

  public EvidenceRequest {
    about = List.copyOf(about);
    nodes = List.copyOf(nodes);
    claims = List.copyOf(claims);
    logs = List.copyOf(logs);
  }
}
