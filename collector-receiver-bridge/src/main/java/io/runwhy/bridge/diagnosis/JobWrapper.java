package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Job;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the Job itself says of its end. A wrapper: the cause is in its pods, if one of them is still
 * known.
 */
final class JobWrapper implements Rule.OfRun {
  private static final Map<String, String> CODES =
      Map.of(
          "BackoffLimitExceeded", "Job.BackoffLimitExceeded",
          "PodFailurePolicy", "Job.PodFailurePolicy",
          "MaxFailedIndexesExceeded", "Job.MaxFailedIndexesExceeded",
          "FailedIndexes", "Job.FailedIndexes");

  @Override
  public String name() {
    return "job-wrapper";
  }

  @Override
  public void find(RunView run, Consumer<Finding> found) {
    Job job = run.job();
    Condition failure = run.jobFailure().orElse(null);
    if (job == null || failure == null || failure.reason().equals("DeadlineExceeded")) {
      return;
    }
    Finding.Builder builder =
        Finding.of(CODES.getOrDefault(failure.reason(), "Job.Other"), Confidence.POSSIBLE)
            .evidence(run.jobConditionEvidence(failure))
            .value("text", Texts.quote(failure.message()))
            .value("reason", failure.reason())
            .value("failed_indexes", job.failedIndexes())
            .value("failed", Integer.toString(job.failed()));
    if (job.backoffLimit() != null) {
      builder.value("backoff_limit", job.backoffLimit().toString());
    }
    found.accept(builder.build());
  }
}
