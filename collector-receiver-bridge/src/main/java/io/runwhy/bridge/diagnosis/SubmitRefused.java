package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Arns;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.SubmitFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call that should have started a task and did not: by its exception, or by its failures. */
final class SubmitRefused {
  /** Entries of {@code failures} that are told one by one. */
  static final int LINES = 20;

  private static final PatternTable TABLE = PatternTable.load("ecs-submit");

  private SubmitRefused() {}

  /** All that one refusal says, what most hosts say first. Never empty. */
  static List<Finding> of(SubmitFailure failure) {
    return failure.exception().isEmpty() && !failure.failures().isEmpty()
        ? failures(failure)
        : List.of(exception(failure));
  }

  private static Finding exception(SubmitFailure failure) {
    String type = failure.exception().replaceFirst("^(?:Client|Server)\\.", "");
    PatternTable.Match match = TABLE.first(type + ": " + failure.message());
    Finding.Builder builder =
        match == null
            ? Finding.of("Submit.Other", Confidence.CONFIRMED)
            : Finding.of(match, "Submit.Other");
    builder
        .evidence(failure.operation() + " " + failure.exception(), failure.message(), failure.at())
        .values(SubmitValues.of(failure))
        .value("exception", failure.exception())
        .value("message", Texts.quote(failure.message()));
    StartCause.retry(builder);
    return builder.build();
  }

  private static List<Finding> failures(SubmitFailure failure) {
    Map<String, List<SubmitFailure.Failure>> byCode = new LinkedHashMap<>();
    Map<String, PatternTable.Match> matches = new LinkedHashMap<>();
    for (SubmitFailure.Failure entry : failure.failures()) {
      PatternTable.Match match = match(failure.operation(), entry);
      matches.putIfAbsent(match.code(), match);
      byCode.computeIfAbsent(match.code(), c -> new ArrayList<>()).add(entry);
    }
    List<String> codes = new ArrayList<>(byCode.keySet());
    codes.sort(
        (a, b) ->
            byCode.getOrDefault(b, List.of()).size() - byCode.getOrDefault(a, List.of()).size());
    List<Finding> findings = new ArrayList<>();
    for (String code : codes) {
      findings.add(finding(failure, matches.get(code), byCode.getOrDefault(code, List.of())));
    }
    return findings;
  }

  private static Finding finding(
      SubmitFailure failure,
      PatternTable.@Nullable Match match,
      List<SubmitFailure.Failure> entries) {
    SubmitFailure.Failure first = entries.get(0);
    boolean lost = match != null && match.code().equals("Runtime.StatusLost");
    Finding.Builder builder =
        Finding.of(match, "Capacity.Other")
            .values(SubmitValues.of(failure))
            .value("failures", lines(failure))
            .value("failure_count", Integer.toString(failure.failures().size()))
            .value(lost ? "task" : "instance", Arns.last(first.arn()))
            .value("text", TaskNotPlaced.told(match, said(first)));
    if (lost) {
      builder.value("task_arn", first.arn()).value("region", Arns.region(first.arn()));
    }
    for (SubmitFailure.Failure entry : entries.subList(0, Math.min(entries.size(), LINES))) {
      builder.evidence(
          failure.operation()
              + " failures["
              + (entry.arn().isEmpty() ? "" : Arns.last(entry.arn()))
              + "].reason",
          said(entry),
          failure.at());
    }
    StartCause.retry(builder);
    return builder.build();
  }

  /** MISSING means another thing of a task than of a host. */
  private static PatternTable.Match match(String operation, SubmitFailure.Failure entry) {
    boolean unknown = entry.reason().equals("MISSING") || entry.reason().equals("INACTIVE");
    if (operation.equals("DescribeTasks")) {
      return new PatternTable.Match("Runtime.StatusLost", Confidence.CONFIRMED, Map.of());
    }
    if (unknown) {
      return new PatternTable.Match("Submit.InstanceInvalid", Confidence.CONFIRMED, Map.of());
    }
    PatternTable.Match match = TaskNotPlaced.TABLE.first(said(entry));
    if (match == null) {
      return new PatternTable.Match("Capacity.Other", Confidence.CONFIRMED, Map.of());
    }
    Map<String, String> values = new LinkedHashMap<>(match.values());
    if (match.code().equals("Capacity.PlacementConstraint") && !entry.detail().isEmpty()) {
      values.putIfAbsent("constraint", entry.detail());
    }
    return new PatternTable.Match(match.code(), match.confidence(), values);
  }

  private static String said(SubmitFailure.Failure entry) {
    return entry.detail().isEmpty() ? entry.reason() : entry.reason() + ": " + entry.detail();
  }

  private static String lines(SubmitFailure failure) {
    StringBuilder text = new StringBuilder();
    List<SubmitFailure.Failure> entries = failure.failures();
    for (SubmitFailure.Failure entry : entries.subList(0, Math.min(entries.size(), LINES))) {
      text.append(text.isEmpty() ? "" : "\n")
          .append(entry.arn().isEmpty() ? "" : Arns.last(entry.arn()) + ": ")
          .append(Texts.cut(said(entry), 300));
    }
    return text.toString();
  }
}
