package io.runwhy.conventions.refusal;

import java.util.List;
import java.util.Map;

/** Why a submission was refused: the answers that the bridge would give to the same texts. */
public final class Refusals {
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
    return other(message);
  }

  /**
   * RunTask or StartTask threw.
   *
   * @param exception simple name or error code, for example AccessDeniedException
   * @param values what is known of the call: cluster, region, task_definition, launch_type,
   *     capacity_provider, platform_version, subnets, security_groups (comma separated)
   */
  public static Verdict ecs(
      String operation, String exception, String message, Map<String, String> values) {
    return other(message);
  }

  /**
   * RunTask or StartTask answered with failures.
   *
   * @param failures of each: arn, reason, detail
   */
  public static Verdict ecsFailures(
      String operation, List<Map<String, String>> failures, Map<String, String> values) {
    return other(failures.toString());
  }

  /**
   * A process could not be started.
   *
   * @param message of the IOException
   */
  public static Verdict process(String program, String directory, String message) {
    return other(message);
  }

  /**
   * The other side could not be reached at all.
   *
   * @param target what was asked: "the Kubernetes API", "Amazon ECS"
   */
  public static Verdict unreachable(String target, Throwable thrown) {
    return other(String.valueOf(thrown.getMessage()));
  }

  private static Verdict other(String message) {
    return new Verdict("Submit.Other", "error", "platform", "unknown", "possible", message, "");
  }
}
