package io.runwhy.bridge.diagnosis;

import java.util.List;

/**
 * The decision order: a cause beats its symptoms by standing above them. A test holds the order;
 * docs/architecture.md explains it.
 */
final class RuleOrder {
  static final List<Rule> STANDARD =
      List.of(
          // held back on purpose, or never created
          new JobHeld(),
          new PodNotCreated(),
          new JobNotStarted(),
          new RefusedByNode(),
          // memory: the kernel's own record
          new OomKilled(),
          // the work is done, something else is not
          new SidecarTrouble(),
          // the control plane or the node ended the pod
          new Disrupted(),
          new PodEndedByNode(),
          // it never started
          new HeldBack(),
          new Unschedulable(),
          new NodeSilent(),
          new ContainersCreating(),
          new ImagePull(),
          new ContainerNotCreated(),
          new StartFailed(),
          // the kubelet or the Job controller ended it
          new KilledByProbe(),
          new JobDeadline(),
          new DeletedPod(),
          new NodeTrouble(),
          // it ended by itself
          new ProcessEnded(),
          new CrashLoop(),
          // nothing better is known
          new JobWrapper());

  private RuleOrder() {}
}
