package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.conventions.Arns;
import io.runwhy.conventions.refusal.Refusal;
import io.runwhy.conventions.refusal.TaskRefusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A call that should have started a task and did not: by its exception, or by its failures. */
final class SubmitRefused {
  private SubmitRefused() {}

  /** All that one refusal says, what most hosts say first. Never empty. */
  static List<Finding> of(SubmitFailure failure) {
    List<Finding> findings = new ArrayList<>();
    for (Refusal refusal :
        TaskRefusals.of(
            failure.operation(),
            failure.exception(),
            failure.message(),
            asked(failure),
            failure.failures().stream().map(SubmitRefused::entry).toList())) {
      findings.add(finding(failure, refusal));
    }
    return findings;
  }

  private static Finding finding(SubmitFailure failure, Refusal refusal) {
    Finding.Builder builder = Finding.of(refusal);
    List<Map<String, String>> entries = refusal.entries();
    if (entries.isEmpty()) {
      builder.evidence(
          failure.operation() + " " + failure.exception(), failure.message(), failure.at());
    }
    for (Map<String, String> entry :
        entries.subList(0, Math.min(entries.size(), TaskRefusals.LINES))) {
      String arn = entry.getOrDefault("arn", "");
      builder.evidence(
          failure.operation() + " failures[" + (arn.isEmpty() ? "" : Arns.last(arn)) + "].reason",
          TaskRefusals.said(entry),
          failure.at());
    }
    return builder.build();
  }

  private static Map<String, String> asked(SubmitFailure failure) {
    return Map.of(
        "cluster", failure.cluster(),
        "region", failure.region(),
        "task_definition", failure.taskDefinition(),
        "launch_type", failure.launchType(),
        "capacity_provider", failure.capacityProvider(),
        "platform_version", failure.platformVersion(),
        "caller", failure.caller(),
        "subnets", String.join(",", failure.subnets()),
        "security_groups", String.join(",", failure.securityGroups()));
  }

  private static Map<String, String> entry(SubmitFailure.Failure failure) {
    return Map.of("arn", failure.arn(), "reason", failure.reason(), "detail", failure.detail());
  }
}
