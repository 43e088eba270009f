package io.runwhy.bridge.fake;

import java.time.Duration;

/**
 * Something that goes wrong at AWS, for a number of calls or until it is lifted.
 *
 * @param operation for example {@code DescribeTasks}; empty for any
 * @param kind what goes wrong
 * @param status for {@link Kind#ERROR}: the HTTP status
 * @param type for {@link Kind#ERROR}: the error's name
 * @param message for {@link Kind#ERROR}: its text
 * @param times for how many calls; {@link #UNTIL_LIFTED} for all
 * @param pause for {@link Kind#SLOW}: how late the answer comes
 */
public record AwsFault(
    String operation,
    Kind kind,
    int status,
    String type,
    String message,
    int times,
    Duration pause) {
  /** As {@code times}: for every call until {@link FakeAws#lift}. */
  public static final int UNTIL_LIFTED = Integer.MAX_VALUE;

  /** What goes wrong. */
  public enum Kind {
    /** An error instead of an answer. */
    ERROR,
    /** The connection is closed without an answer. */
    CUT,
    /** The answer comes late. */
    SLOW
  }

  /** Too many calls. */
  public static AwsFault throttled(String operation, int times) {
    return error(operation, 400, "ThrottlingException", "Rate exceeded", times);
  }

  /** The role lacks the permission. */
  public static AwsFault denied(String operation, int times) {
    return error(
        operation,
        400,
        "AccessDeniedException",
        "User: arn:aws:sts::"
            + FakeAws.ACCOUNT
            + ":assumed-role/runwhy/session is not authorized to perform: "
            + operation
            + " because no identity-based policy allows the action",
        times);
  }

  /** The credentials are too old. */
  public static AwsFault expired(String operation, int times) {
    return error(
        operation,
        400,
        "ExpiredTokenException",
        "The security token included in the request is expired",
        times);
  }

  /** AWS itself is ill. */
  public static AwsFault broken(String operation, int times) {
    return error(operation, 500, "ServerException", "Service Unavailable", times);
  }

  public static AwsFault queueGone(String operation, int times) {
    return error(operation, 400, "QueueDoesNotExist", "The specified queue does not exist.", times);
  }

  public static AwsFault clusterGone(String operation, int times) {
    return error(operation, 400, "ClusterNotFoundException", "Cluster not found.", times);
  }

  public static AwsFault error(
      String operation, int status, String type, String message, int times) {
    return new AwsFault(operation, Kind.ERROR, status, type, message, times, Duration.ZERO);
  }

  public static AwsFault cut(String operation, int times) {
    return new AwsFault(operation, Kind.CUT, 0, "", "", times, Duration.ZERO);
  }

  public static AwsFault slow(String operation, Duration pause, int times) {
    return new AwsFault(operation, Kind.SLOW, 0, "", "", times, pause);
  }

  boolean fits(String called) {
    return operation.isEmpty() || operation.equals(called);
  }

  /** What is left after one call. */
  AwsFault used() {
    int left = times == UNTIL_LIFTED ? times : times - 1;
    return new AwsFault(operation, kind, status, type, message, left, pause);
  }
}
