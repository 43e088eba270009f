package io.runwhy.conventions.refusal;

import io.runwhy.conventions.Redactor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Why a submission was refused: the answers that the bridge would give to the same texts. */
public final class Refusals {
  /** Entries of {@code failures} that are looked at; ECS writes at most a few hundred. */
  static final int FAILURES = 1_000;

  private Refusals() {}

  /**
   * A Kubernetes API server refused to create an object, or could not be asked.
   *
   * @param kind Job or Pod
   * @param status HTTP status; 0 when there was no answer
   * @param reason of the Status object, for example Forbidden; empty when there is none
   * @param message of the Status object, or of the exception
   */
  public static Verdict kubernetes(
      String kind, String namespace, String name, int status, String reason, String message) {
    return Words.verdict(
        KubernetesRefusal.of(
            text(kind), text(namespace), text(name), status, text(reason), safe(message)),
        false);
  }

  /**
   * RunTask or StartTask threw, or the SDK in its place.
   *
   * @param exception simple name or error code, for example AccessDeniedException
   * @param values what is known of the call: cluster, region, task_definition, launch_type,
   *     capacity_provider, platform_version, caller (its ARN), subnets, security_groups (comma
   *     separated)
   */
  public static Verdict ecs(
      String operation, String exception, String message, Map<String, String> values) {
    return ecs(
        TaskRefusals.of(
            operation,
            text(exception),
            said(safe(message)),
            asked(values),
            Collections.emptyList()));
  }

  /**
   * RunTask or StartTask answered with failures.
   *
   * @param failures of each: arn, reason, detail
   */
  public static Verdict ecsFailures(
      String operation, List<Map<String, String>> failures, Map<String, String> values) {
    List<Map<String, String>> safe = new ArrayList<>();
    for (Map<String, String> failure : failures.subList(0, Math.min(failures.size(), FAILURES))) {
      Map<String, String> entry = new HashMap<>();
      failure.forEach((key, value) -> entry.put(key, safe(value)));
      safe.add(entry);
    }
    return ecs(TaskRefusals.of(operation, "", "", asked(values), safe));
  }

  /**
   * A process could not be started.
   *
   * @param message of the IOException
   */
  public static Verdict process(String program, String directory, String message) {
    return Words.verdict(ProcessRefusal.of(safe(program), safe(directory), safe(message)), false);
  }

  /**
   * The other side could not be reached at all.
   *
   * @param target what was asked: "the Kubernetes API", "Amazon ECS"
   */
  public static Verdict unreachable(String target, Throwable thrown) {
    return Words.verdict(Unreachable.of(target, thrown), false);
  }

  /** What most hosts say. */
  private static Verdict ecs(List<Refusal> refusals) {
    return Words.verdict(refusals.get(0), true);
  }

  /** The words of AWS, without what its SDK puts behind them. */
  private static String said(String message) {
    int end = message.indexOf(" (Service: ");
    int attempts = message.indexOf(" (SDK Attempt Count: ");
    end = end < 0 || (attempts >= 0 && attempts < end) ? attempts : end;
    return end < 0 ? message : message.substring(0, end);
  }

  private static Map<String, String> asked(Map<String, String> values) {
    Map<String, String> asked = new HashMap<>();
    values.forEach((key, value) -> asked.put(key, text(value)));
    return asked;
  }

  /** A name, cut where it is none. */
  private static String text(String text) {
    return text == null ? "" : Quote.of(TextPattern.scanned(text));
  }

  /** What is looked at of a text from outside, without secrets, as the bridge reads it. */
  static String safe(String text) {
    return text == null ? "" : Quote.stripped(Redactor.redact(TextPattern.scanned(text)));
  }
}
