package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that was over may be tried again by its orchestrator under the same id: an object that was
 * made after the end is a new attempt. What is older is only seen again.
 */
final class Reopening {
  private Reopening() {}

  static boolean isNewAttempt(RunSnapshot ended, Observation.OfRun observation) {
    Instant made = made(observation);
    return made != null && !ended.states().isEmpty() && made.isAfter(ended.current().start());
  }

  private static @Nullable Instant made(Observation.OfRun observation) {
    if (observation instanceof Observation.PodSeen seen) {
      return seen.pod().creationTimestamp();
    }
    if (observation instanceof Observation.JobSeen seen) {
      Job job = seen.job();
      return job.creationTimestamp();
    }
    if (observation instanceof Observation.TaskSeen seen) {
      return seen.task().createdAt();
    }
    return observation instanceof Observation.SubmitRefused refused ? refused.failure().at() : null;
  }
}
