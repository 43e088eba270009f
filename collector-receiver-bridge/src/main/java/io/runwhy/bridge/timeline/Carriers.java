package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.Infrastructure;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.PodHistory;
import io.runwhy.bridge.model.RunHistory;
import io.runwhy.bridge.model.Task;

/** What carries a run now: the pod or task that its records name. */
final class Carriers {
  private Carriers() {}

  static Infrastructure of(RunHistory history) {
    if (history instanceof EcsHistory ecs) {
      Task task = TaskEvidencePlan.subject(ecs);
      return task == null
          ? new Infrastructure.OfTask(history.run().key().cluster(), "", "", "", "", "")
          : new Infrastructure.OfTask(
              task.clusterArn(),
              task.arn(),
              task.definitionArn(),
              task.launchType(),
              task.zone(),
              task.containerInstanceArn());
    }
    KubernetesHistory kubernetes = (KubernetesHistory) history;
    PodHistory subject = PodEvidencePlan.subject(kubernetes);
    Job job = kubernetes.job();
    Pod pod = subject == null ? null : subject.pod();
    return new Infrastructure.OfPod(
        history.run().namespace(),
        pod == null ? "" : pod.name(),
        pod == null ? "" : pod.uid(),
        job == null ? "" : job.name(),
        job == null ? "" : job.uid(),
        pod == null ? "" : pod.nodeName());
  }
}
