package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.source.Outage;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryUtils;

/**
 * Why an AWS call failed, for a person.
 *
 * @param sentence what is wrong and what to do, without a full stop
 */
record Trouble(Kind kind, String sentence) {
  /** What kind of trouble it is, and so what helps. */
  enum Kind {
    THROTTLED(true, false),
    SERVER_ERROR(true, false),
    UNREACHABLE(true, false),
    /** The host of the Region has no address. */
    NO_SUCH_HOST(false, false),
    NO_CREDENTIALS(false, false),
    EXPIRED_CREDENTIALS(false, false),
    DENIED(false, true),
    NO_SUCH_QUEUE(false, false),
    NO_SUCH_CLUSTER(false, true),
    /** The call itself is not accepted; the next one may be. */
    REFUSED(false, true),
    UNEXPECTED(false, true);

    private final boolean passing;
    private final boolean lasting;

    Kind(boolean passing, boolean lasting) {
      this.passing = passing;
      this.lasting = lasting;
    }

    /** Whether it often passes by itself within seconds. */
    boolean isPassing() {
      return passing;
    }

    /** Whether trying the same call again at once is of no use. */
    boolean isLasting() {
      return lasting;
    }
  }

  /** Characters kept of what AWS says. */
  static final int MAX_MESSAGE = 300;

  private static final Pattern ACTION =
      Pattern.compile("not authorized to perform:? ([a-z0-9]+:\\w+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern EXPIRED =
      Pattern.compile("expiredtoken|requestexpired|expired", Pattern.CASE_INSENSITIVE);
  private static final Pattern BAD_CREDENTIALS =
      Pattern.compile(
          "unrecognizedclient|invalidclienttokenid|invalidsignature|signaturedoesnotmatch|incompletesignature|missingauthenticationtoken|authfailure",
          Pattern.CASE_INSENSITIVE);

  /**
   * Reads an exception.
   *
   * @param action the IAM action of the call, for example {@code ecs:ListTasks}
   * @param target the queue or cluster
   */
  static Trouble of(RuntimeException e, String action, String target, String region) {
    if (e instanceof AwsServiceException service) {
      return answered(service, action, target, region);
    }
    Throwable root = root(e);
    if (root instanceof UnknownHostException) {
      return new Trouble(
          Kind.NO_SUCH_HOST,
          "the host "
              + root.getMessage()
              + " is not known: correct ecs.region ("
              + region
              + ") or the DNS of the bridge");
    }
    if (e instanceof SdkClientException && says(e).contains("credentials")) {
      return new Trouble(
          Kind.NO_CREDENTIALS,
          "no AWS credentials are found: give the bridge a task role, an instance role or AWS_PROFILE");
    }
    if (e instanceof SdkClientException) {
      return new Trouble(
          Kind.UNREACHABLE,
          "AWS in "
              + region
              + " does not answer ("
              + cut(says(root))
              + "): check the route to it, a NAT gateway or VPC endpoints for ecs, sqs and logs");
    }
    return new Trouble(Kind.UNEXPECTED, "unexpected: " + e.getClass().getSimpleName());
  }

  private static Trouble answered(
      AwsServiceException e, String action, String target, String region) {
    String code = e.awsErrorDetails() == null ? "" : text(e.awsErrorDetails().errorCode());
    String says = e.awsErrorDetails() == null ? "" : text(e.awsErrorDetails().errorMessage());
    String name = code.isEmpty() ? e.getClass().getSimpleName() : code;
    String lower = name.toLowerCase(Locale.ROOT);
    if (RetryUtils.isThrottlingException(e) || lower.contains("throttl")) {
      return new Trouble(
          Kind.THROTTLED,
          action
              + " is throttled in "
              + region
              + (action.startsWith("ecs:")
                  ? ": lower ecs.requests_per_second, or find out who else calls ECS in this account"
                  : ": find out who else makes such calls in this account"));
    }
    if (EXPIRED.matcher(lower).find()) {
      return new Trouble(
          Kind.EXPIRED_CREDENTIALS,
          "the AWS credentials have expired (" + name + "): renew them, or use a role");
    }
    if (BAD_CREDENTIALS.matcher(lower).find()) {
      return new Trouble(
          Kind.NO_CREDENTIALS,
          "AWS does not accept the credentials (" + name + "): check the role or the keys");
    }
    if (lower.contains("accessdenied")
        || lower.contains("notauthorized")
        || e.statusCode() == 403) {
      Matcher named = ACTION.matcher(says);
      return new Trouble(
          Kind.DENIED,
          "no permission: allow "
              + (named.find() ? named.group(1) : action)
              + " on "
              + target
              + " to the role of the bridge");
    }
    if (lower.contains("queuedoesnotexist") || lower.contains("nonexistentqueue")) {
      return new Trouble(
          Kind.NO_SUCH_QUEUE,
          "the queue "
              + target
              + " does not exist in "
              + region
              + ": correct ecs.queue_url or make the queue again");
    }
    if (lower.contains("clusternotfound")) {
      return new Trouble(
          Kind.NO_SUCH_CLUSTER,
          "the cluster "
              + target
              + " does not exist in "
              + region
              + ": correct ecs.clusters or ecs.region");
    }
    if (e.statusCode() >= 500) {
      return new Trouble(
          Kind.SERVER_ERROR, action + " is answered with " + e.statusCode() + " in " + region);
    }
    return new Trouble(Kind.REFUSED, action + " is refused with " + name + ": " + cut(says));
  }

  /** Tells the outage; how long to wait. */
  Duration tell(Outage outage) {
    return outage.broke(kind.name(), sentence, kind.isPassing());
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    for (int depth = 0; depth < 20; depth++) {
      Throwable cause = root.getCause();
      if (cause == null) {
        return root;
      }
      root = cause;
    }
    return root;
  }

  private static String says(Throwable e) {
    return text(e.getMessage()).isEmpty() ? e.getClass().getSimpleName() : text(e.getMessage());
  }

  private static String text(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  private static String cut(String text) {
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
  }
}
