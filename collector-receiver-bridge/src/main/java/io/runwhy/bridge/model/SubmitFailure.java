package io.runwhy.bridge.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that should have started a task and did not: refused with an exception, or answered with
 * {@code failures}. Missing texts are empty.
 *
 * @param operation RunTask, StartTask or DescribeTasks
 * @param exception for example {@code AccessDeniedException}; empty when there are only failures
 * @param cluster name or ARN, as asked
 * @param taskDefinition as asked
 * @param caller ARN of who called
 */
public record SubmitFailure(
    String operation,
    String exception,
    String message,
    @Nullable Instant at,
    String cluster,
    String region,
    String taskDefinition,
    String launchType,
    String capacityProvider,
    String platformVersion,
    String caller,
    List<String> subnets,
    List<String> securityGroups,
    List<Failure> failures) {

  /** One entry of {@code failures}. {@code arn} is the host's or the task's. */
  public record Failure(String arn, String reason, String detail) {}

  /** A refusal of which nothing else is known. */
  public static SubmitFailure of(
      String operation, String exception, String message, List<Failure> failures) {
    return new SubmitFailure(
        operation, exception, message, null, "", "", "", "", "", "", "", List.of(), List.of(),
        failures);
  }

  public SubmitFailure {
    subnets = List.copyOf(subnets);
    securityGroups = List.copyOf(securityGroups);
    failures = List.copyOf(failures);
  }
}
