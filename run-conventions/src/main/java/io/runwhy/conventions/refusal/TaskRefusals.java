package io.runwhy.conventions.refusal;

import io.runwhy.conventions.Arns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A call that should have started a task and did not: by its exception, or by its failures. */
public final class TaskRefusals {
  /** Entries of {@code failures} that are told one by one. */
  public static final int LINES = 20;

  private static final TextPatterns SUBMIT = TextPatterns.load("ecs-submit");
  private static final TextPatterns PLACEMENT = TextPatterns.load("ecs-placement");
  private static final Pattern CODE = Pattern.compile("^(?:Client|Server)\\.");
  private static final Pattern WORD = Pattern.compile("(?i)RESOURCE:[A-Z]{1,20}");

  private TaskRefusals() {}

  /**
   * All that one refusal says, what most hosts say first. Never empty.
   *
   * @param operation RunTask, StartTask or DescribeTasks
   * @param exception for example {@code AccessDeniedException}; empty when there are only failures
   * @param asked of the call: cluster, region, task_definition, launch_type, capacity_provider,
   *     platform_version, caller, subnets, security_groups (comma separated); what is missing is
   *     not known
   * @param failures of each: arn, reason, detail
   */
  public static List<Refusal> of(
      String operation,
      String exception,
      String message,
      Map<String, String> asked,
      List<Map<String, String>> failures) {
    return exception.isEmpty() && !failures.isEmpty()
        ? failures(operation, message, asked, failures)
        : Collections.singletonList(exception(exception, message, asked, failures));
  }

  private static Refusal exception(
      String exception,
      String message,
      Map<String, String> asked,
      List<Map<String, String>> failures) {
    String type = CODE.matcher(exception).replaceFirst("");
    String scanned = TextPattern.scanned(message);
    Optional<TextPatterns.Match> match = SUBMIT.first(type + ": " + scanned);
    if (!match.isPresent()) {
      match = Unreachable.match(type + ": " + scanned);
    }
    return Refusal.of(match, "Submit.Other")
        .value("target", "Amazon ECS")
        .value("detail", match.isPresent() ? Quote.of(scanned) : "")
        .values(SubmitValues.of(scanned, asked, failures))
        .value("exception", exception)
        .value("message", Quote.of(scanned));
  }

  private static List<Refusal> failures(
      String operation,
      String message,
      Map<String, String> asked,
      List<Map<String, String>> failures) {
    Map<String, List<Map<String, String>>> byCode = new LinkedHashMap<>();
    Map<String, Refusal> matches = new LinkedHashMap<>();
    for (Map<String, String> entry : failures) {
      Optional<TextPatterns.Match> match = PLACEMENT.first(said(entry));
      Refusal refusal = match(operation, entry, match);
      matches.putIfAbsent(refusal.code(), refusal);
      byCode.computeIfAbsent(refusal.code(), c -> new ArrayList<>()).add(entry);
    }
    List<String> codes = new ArrayList<>(byCode.keySet());
    codes.sort((a, b) -> byCode.get(b).size() - byCode.get(a).size());
    List<Refusal> refusals = new ArrayList<>();
    for (String code : codes) {
      Refusal refusal = matches.get(code);
      List<Map<String, String>> entries = byCode.get(code);
      Map<String, String> first = entries.get(0);
      String arn = first.getOrDefault("arn", "");
      boolean lost = code.equals("Runtime.StatusLost");
      refusal
          .values(SubmitValues.of(message, asked, failures))
          .value("failures", lines(failures))
          .value("failure_count", Integer.toString(failures.size()))
          .value(lost ? "task" : "instance", Arns.last(arn))
          .value("text", told(true, said(first)))
          .entries(entries);
      if (lost) {
        refusal.value("task_arn", arn).value("region", Arns.region(arn));
      }
      refusals.add(refusal);
    }
    return refusals;
  }

  /** MISSING means another thing of a task than of a host. */
  private static Refusal match(
      String operation, Map<String, String> entry, Optional<TextPatterns.Match> match) {
    String reason = entry.getOrDefault("reason", "");
    if (operation.equals("DescribeTasks")) {
      return new Refusal("Runtime.StatusLost", "confirmed");
    }
    if (reason.equals("MISSING") || reason.equals("INACTIVE")) {
      return new Refusal("Submit.InstanceInvalid", "confirmed");
    }
    Refusal refusal = Refusal.of(match, "Capacity.Other");
    if (refusal.code().equals("Capacity.PlacementConstraint")
        && !refusal.values().containsKey("constraint")) {
      refusal.value("constraint", entry.getOrDefault("detail", ""));
    }
    return refusal;
  }

  /** Reason and detail of an entry of {@code failures}. */
  public static String said(Map<String, String> entry) {
    String reason = entry.getOrDefault("reason", "");
    String detail = entry.getOrDefault("detail", "");
    return detail.isEmpty() ? reason : reason + ": " + detail;
  }

  /** The words of ECS, where they say more than the code does. */
  public static String told(boolean known, String text) {
    return known && WORD.matcher(text).matches() ? "" : Quote.of(text);
  }

  private static String lines(List<Map<String, String>> failures) {
    StringBuilder text = new StringBuilder();
    for (Map<String, String> entry : failures.subList(0, Math.min(failures.size(), LINES))) {
      String arn = entry.getOrDefault("arn", "");
      text.append(text.length() == 0 ? "" : "\n")
          .append(arn.isEmpty() ? "" : Arns.last(arn) + ": ")
          .append(Quote.cut(said(entry), 300));
    }
    return text.toString();
  }
}
