package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Job;
import java.util.function.Consumer;

/** The Job ran longer than it may. Causes of a pod that never started stand above this. */
final class JobDeadline implements Rule.OfRun {
  @Override
  public String name() {
    return "job-deadline";
  }

  @Override
  public void find(RunView run, Consumer<Finding> found) {
    Job job = run.job();
    Condition failure = run.jobFailure().orElse(null);
    if (job == null || failure == null || !failure.reason().equals("DeadlineExceeded")) {
      return;
    }
    Finding.Builder builder =
        Finding.of("Deadline.Job", Confidence.CONFIRMED)
            .evidence(run.jobConditionEvidence(failure));
    run.subject().ifPresent(builder::pod);
    Long deadline = job.activeDeadlineSeconds();
    if (deadline != null) {
      builder
          .evidence(run.jobPath("spec.activeDeadlineSeconds"), deadline.toString(), null)
          .value("deadline", deadline.toString())
          .value("proposed_deadline", Long.toString(deadline * 2));
    }
    found.accept(builder.build());
  }
}
