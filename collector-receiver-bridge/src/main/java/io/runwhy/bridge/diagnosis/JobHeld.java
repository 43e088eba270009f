package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.Retryable;
import io.runwhy.bridge.model.Severity;
import io.runwhy.bridge.model.Workload;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Job that somebody holds back on purpose. What became of its pods is the holding, not a failure.
 */
final class JobHeld implements Rule.OfRun {
  @Override
  public String name() {
    return "job-held";
  }

  @Override
  public void find(RunView run, Consumer<Finding> found) {
    Job job = run.job();
    if (job == null || !job.suspend() || job.isComplete() || job.isFailed()) {
      return;
    }
    Workload workload = run.history().workloads().stream().findFirst().orElse(null);
    Condition evicted = condition(workload, "Evicted");
    boolean hadPods = !run.pods().isEmpty();
    boolean takenBack = evicted != null && evicted.isTrue();
    Instant since =
        job.trueCondition("Suspended")
            .map(Condition::lastTransition)
            .orElse(job.creationTimestamp());
    boolean late = since != null && since.plus(run.budgets().queue()).isBefore(run.now());
    Finding.Builder builder =
        Finding.of(takenBack ? "Queue.Evicted" : "Queue.Suspended", Confidence.CONFIRMED)
            .severity(takenBack || late ? Severity.WARNING : Severity.INFO)
            .value("held_for", Texts.age(since, run.now()))
            .evidence(run.jobPath("spec.suspend"), "true", null)
            .value("queue", job.queueName())
            .value("had_pods", hadPods ? "true" : "");
    job.trueCondition("Suspended").ifPresent(c -> builder.evidence(run.jobConditionEvidence(c)));
    Condition reserved = condition(workload, "QuotaReserved");
    Condition telling = evicted != null && evicted.isTrue() ? evicted : reserved;
    if (workload != null && telling != null && (telling.isFalse() || telling.equals(evicted))) {
      builder
          .evidence(
              "workload/" + workload.name() + " status.conditions[" + telling.type() + "]",
              telling.reason() + ": " + telling.message(),
              telling.lastTransition())
          .value("queue_message", telling.message())
          .value("workload", workload.name());
      cannotStart(telling, builder);
    }
    if (workload != null) {
      workload.checks().stream()
          .filter(c -> !c.state().equals("Ready"))
          .findFirst()
          .ifPresent(
              c ->
                  builder
                      .evidence(
                          "workload/"
                              + workload.name()
                              + " status.admissionChecks["
                              + c.name()
                              + "]",
                          c.state() + ": " + c.message(),
                          null)
                      .value(
                          "queue_message",
                          "Admission check `"
                              + c.name()
                              + "` is "
                              + c.state()
                              + ": "
                              + c.message()));
    }
    found.accept(builder.build());
  }

  /** A hold that does not end by itself. */
  private static void cannotStart(Condition telling, Finding.Builder builder) {
    String text = telling.message();
    String kind =
        text.contains("doesn't exist") || text.contains("does not exist")
            ? "no_queue"
            : text.contains("maximum capacity")
                ? "too_large"
                : text.contains("is stopped") || text.contains("is inactive")
                    ? "stopped"
                    : text.contains("deactivated") ? "deactivated" : "";
    if (!kind.isEmpty()) {
      builder
          .value(kind, "true")
          .severity(kind.equals("stopped") ? Severity.WARNING : Severity.ERROR)
          .faultDomain(kind.equals("stopped") ? FaultDomain.PLATFORM : FaultDomain.CONFIG)
          .retryable(Retryable.AFTER_CHANGE);
    }
  }

  private static @Nullable Condition condition(@Nullable Workload workload, String type) {
    return workload == null
        ? null
        : workload.conditions().stream()
            .filter(c -> c.type().equals(type))
            .findFirst()
            .orElse(null);
  }
}
