package io.runwhy.bridge.source.ecs;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * Why one read of evidence failed for good.
 *
 * @param says what AWS said, or what is wrong with the question
 */
record ReadFailure(Kind kind, String says) {
  /** What kind of failure. */
  enum Kind {
    /** The role of the bridge lacks the permission. */
    DENIED,
    /** What was asked for does not exist. */
    ABSENT,
    /** The question is not accepted. */
    REFUSED
  }

  /**
   * Sorts what the SDK threw.
   *
   * @param action the IAM action of the call
   * @throws BusyException when the same call may work later: throttled, an error of AWS itself,
   *     credentials that are being renewed, no connection
   * @throws InterruptedException when the bridge is stopping
   */
  static ReadFailure of(RuntimeException e, String action, String region)
      throws BusyException, InterruptedException {
    if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    Trouble trouble = Trouble.of(e, action, "", region);
    return switch (trouble.kind()) {
      case THROTTLED, SERVER_ERROR, UNREACHABLE, NO_CREDENTIALS, EXPIRED_CREDENTIALS ->
          throw new BusyException(trouble.sentence(), e);
      case NO_SUCH_HOST -> throw new BusyException("AWS has no host in " + region, e);
      case DENIED -> new ReadFailure(Kind.DENIED, says(e));
      case NO_SUCH_QUEUE, NO_SUCH_CLUSTER, REFUSED, UNEXPECTED ->
          new ReadFailure(isAbsent(e) ? Kind.ABSENT : Kind.REFUSED, says(e));
    };
  }

  private static boolean isAbsent(RuntimeException e) {
    return e instanceof AwsServiceException answer
        && answer.awsErrorDetails() != null
        && text(answer.awsErrorDetails().errorCode()).toLowerCase(Locale.ROOT).contains("notfound");
  }

  /** The words of AWS alone, without the request's id. */
  private static String says(RuntimeException e) {
    String says =
        e instanceof AwsServiceException answer && answer.awsErrorDetails() != null
            ? text(answer.awsErrorDetails().errorMessage())
            : text(e.getMessage());
    return says.length() <= Trouble.MAX_MESSAGE
        ? says
        : says.substring(0, Trouble.MAX_MESSAGE) + "…";
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
