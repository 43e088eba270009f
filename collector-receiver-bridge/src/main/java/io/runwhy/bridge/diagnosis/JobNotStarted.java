package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.CronJob;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Severity;
import java.util.List;
import java.util.function.Consumer;

/** A CronJob that started no Job: only its own events and fields tell. */
final class JobNotStarted implements Rule.OfRun {
  /** Reasons that keep a run from starting, the most telling first. */
  private static final List<String> REASONS =
      List.of(
          "FailedNeedsStart",
          "UnknownTimeZone",
          "UnknownDate",
          "UnParseableCronJobSchedule",
          "InvalidSchedule",
          "FailedCreate",
          "JobAlreadyActive",
          "MissSchedule");

  @Override
  public String name() {
    return "job-not-started";
  }

  @Override
  public void find(RunView run, Consumer<Finding> found) {
    CronJob cronJob = run.history().cronJob();
    if (cronJob == null || run.job() != null || !run.pods().isEmpty()) {
      return;
    }
    if (cronJob.suspend()) {
      found.accept(
          of(cronJob, "suspended")
              .evidence(path(cronJob, "spec.suspend"), "true", null)
              .severity(Severity.INFO)
              .build());
      return;
    }
    List<KubernetesEvent> events =
        run.history().events().stream().filter(e -> e.about().kind().equals("CronJob")).toList();
    for (String reason : REASONS) {
      KubernetesEvent event =
          events.stream().filter(e -> e.is(reason)).reduce((a, b) -> b).orElse(null);
      if (event != null) {
        found.accept(report(cronJob, reason, PodView.eventEvidence(event), event.message()));
        return;
      }
    }
    // TooManyMissedTimes is a warning of the present controller: the latest run still starts.
    events.stream()
        .filter(e -> e.type().equals("Warning") && !e.is("TooManyMissedTimes"))
        .reduce((a, b) -> b)
        .ifPresent(
            e ->
                found.accept(
                    of(cronJob, "refused")
                        .confidence(Confidence.LIKELY)
                        .evidence(PodView.eventEvidence(e))
                        .value("text", Texts.quote(e.reason() + ": " + e.message()))
                        .build()));
  }

  private static Finding report(CronJob cronJob, String reason, Evidence evidence, String text) {
    Finding.Builder builder =
        switch (reason) {
          case "JobAlreadyActive" -> of(cronJob, "active").severity(Severity.WARNING);
          case "FailedNeedsStart" -> of(cronJob, "missed");
          case "MissSchedule" -> of(cronJob, "late").severity(Severity.WARNING);
          case "FailedCreate" -> of(cronJob, "refused");
          default -> of(cronJob, "schedule");
        };
    if (!cronJob.concurrencyPolicy().isEmpty() && reason.equals("JobAlreadyActive")) {
      builder.evidence(path(cronJob, "spec.concurrencyPolicy"), cronJob.concurrencyPolicy(), null);
    }
    return builder.evidence(evidence).value("text", Texts.quote(text)).build();
  }

  /**
   * @param kind the section of the texts: suspended, active, missed, late, refused or schedule
   */
  private static Finding.Builder of(CronJob cronJob, String kind) {
    return Finding.of("Job.NotStarted", Confidence.CONFIRMED)
        .value(kind, "true")
        .value("cron_job", cronJob.name())
        .value("schedule_text", cronJob.schedule())
        .value("active_jobs", cronJob.active());
  }

  private static String path(CronJob cronJob, String field) {
    return "cronjob/" + cronJob.name() + " " + field;
  }
}
