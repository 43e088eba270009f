package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.Observation;
import java.util.Set;

/** Objects that were followed and are not in a full list: they vanished while nobody looked. */
final class Vanishing {
  private Vanishing() {}

  /** Marks what of a run is gone; whether anything is. */
  static boolean find(TrackedRun run, Observation.Listed listed) {
    String namespace = run.fold.run().namespace();
    if (!(run.fold instanceof KubernetesFold fold)
        || (!listed.namespace().isEmpty() && !listed.namespace().equals(namespace))) {
      return false;
    }
    return listed.kind().equals("Pod")
        ? lostPods(fold, listed.uids())
        : lostJob(fold, listed.uids());
  }

  private static boolean lostPods(KubernetesFold fold, Set<String> present) {
    boolean changed = false;
    for (PodFold pod : fold.pods()) {
      if (!pod.isDeleted() && !present.contains(pod.pod().uid())) {
        pod.gone(pod.pod(), true);
        changed = true;
      }
    }
    return changed;
  }

  private static boolean lostJob(KubernetesFold fold, Set<String> present) {
    Job job = fold.job();
    if (job == null || fold.isJobDeleted() || present.contains(job.uid())) {
      return false;
    }
    fold.add(new Observation.JobGone(fold.run(), job, true));
    return true;
  }
}
