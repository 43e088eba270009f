package io.runwhy.bridge.source.ecs;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.retry.RetryUtils;

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

  /** Characters kept of what AWS says. */
  static final int MAX_SAYS = 300;

  /**
   * Sorts what the SDK threw.
   *
   * @throws BusyException when the same call may work later: throttled, an error of AWS itself,
   *     credentials that have just expired, no connection
   * @throws InterruptedException when the bridge is stopping
   */
  static ReadFailure of(RuntimeException e) throws BusyException, InterruptedException {
    if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    if (e instanceof IllegalArgumentException) {
      return new ReadFailure(Kind.REFUSED, cut(e.getMessage()));
    }
    if (!(e instanceof AwsServiceException answer)) {
      throw new BusyException("AWS does not answer: " + cut(e.getMessage()), e);
    }
    String code = answer.awsErrorDetails() == null ? "" : answer.awsErrorDetails().errorCode();
    String says = answer.awsErrorDetails() == null ? "" : answer.awsErrorDetails().errorMessage();
    String name = code == null ? "" : code.toLowerCase(Locale.ROOT);
    if (RetryUtils.isThrottlingException(answer) || name.contains("throttl")) {
      throw new BusyException("AWS throttles the bridge", e);
    }
    if (answer.statusCode() >= 500 || name.contains("expired")) {
      throw new BusyException("AWS answers with " + code, e);
    }
    if (name.contains("accessdenied")
        || name.contains("notauthorized")
        || answer.statusCode() == 403) {
      return new ReadFailure(Kind.DENIED, cut(says));
    }
    return new ReadFailure(
        name.contains("notfound") ? Kind.ABSENT : Kind.REFUSED,
        cut(says == null || says.isEmpty() ? code : says));
  }

  private static String cut(@Nullable String text) {
    String says = text == null ? "" : text;
    return says.length() <= MAX_SAYS ? says : says.substring(0, MAX_SAYS) + "…";
  }
}
