package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.bridge.source.Fields;
import io.runwhy.conventions.Arns;
import io.runwhy.conventions.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Starts that were refused, from replies, error replies, CloudTrail and the command line's words.
 */
final class SubmitDecoder {
  private static final Set<String> STARTS = Set.of("RunTask", "StartTask");

  private SubmitDecoder() {}

  /** The {@code failures} of a reply; none when the reply has none. */
  static List<EcsDocument> failures(JsonNode reply) {
    List<SubmitFailure.Failure> failures = list(reply);
    return failures.isEmpty()
        ? List.of()
        : List.of(
            new EcsDocument.OfSubmit(
                SubmitFailure.of(operation(failures), "", "", failures), "", ""));
  }

  private static List<SubmitFailure.Failure> list(@Nullable JsonNode reply) {
    List<SubmitFailure.Failure> failures = new ArrayList<>();
    for (JsonNode f : Fields.objects(reply, "failures")) {
      failures.add(
          new SubmitFailure.Failure(
              Fields.text(f, "arn"),
              EcsFields.redacted(f, "reason"),
              EcsFields.redacted(f, "detail")));
    }
    return failures;
  }

  /** The same words mean other things of a task than of a host. */
  private static String operation(List<SubmitFailure.Failure> failures) {
    SubmitFailure.Failure first = failures.get(0);
    boolean named = first.reason().equals("MISSING") || first.reason().equals("INACTIVE");
    if (!named) {
      return "RunTask";
    }
    return first.arn().contains("container-instance/") || first.reason().equals("INACTIVE")
        ? "StartTask"
        : "DescribeTasks";
  }

  static boolean isError(JsonNode node) {
    return !Fields.text(node, "__type").isEmpty()
        || !Fields.text(Fields.child(node, "Error"), "Code").isEmpty()
        || ErrorText.of(text(node)) != null;
  }

  /**
   * The words of a program: {@code text} of a pasted line, {@code cause} as Step Functions has it.
   */
  private static String text(JsonNode node) {
    String text = Fields.text(node, "text");
    return text.isEmpty() ? Fields.text(node, "cause") : text;
  }

  /** An error reply, or an error as a program prints it. */
  static EcsDocument error(JsonNode node) {
    ErrorText printed = ErrorText.of(text(node));
    if (printed != null) {
      boolean starts = printed.operation().isEmpty() || STARTS.contains(printed.operation());
      return starts
          ? exception(
              printed.operation().isEmpty() ? "RunTask" : printed.operation(),
              printed.exception(),
              Redactor.redact(printed.message()))
          : new EcsDocument.Other(printed.operation());
    }
    JsonNode boto = Fields.child(node, "Error");
    if (boto != null) {
      return exception("RunTask", Fields.text(boto, "Code"), EcsFields.redacted(boto, "Message"));
    }
    String type = Fields.text(node, "__type");
    String message = EcsFields.redacted(node, "message");
    return exception(
        "RunTask",
        type.substring(type.lastIndexOf('#') + 1),
        message.isEmpty() ? EcsFields.redacted(node, "Message") : message);
  }

  private static EcsDocument exception(String operation, String type, String message) {
    return new EcsDocument.OfSubmit(SubmitFailure.of(operation, type, message, List.of()), "", "");
  }

  /** The cluster's ARN, as tasks name it; calls mostly name it by its name, or not at all. */
  private static String cluster(JsonNode record, String asked) {
    String caller = Fields.text(Fields.child(record, "userIdentity"), "arn");
    String region = Fields.text(record, "awsRegion");
    String recipient = Fields.text(record, "recipientAccountId");
    String account = recipient.isEmpty() ? Arns.account(caller) : recipient;
    if (asked.startsWith("arn:") || region.isEmpty() || account.isEmpty()) {
      return asked;
    }
    String partition =
        region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    String name = asked.isEmpty() ? "default" : asked;
    return "arn:" + partition + ":ecs:" + region + ":" + account + ":cluster/" + name;
  }

  /** A record of CloudTrail; of other calls than those that start tasks nothing is taken. */
  static EcsDocument trail(JsonNode record) {
    String operation = Fields.text(record, "eventName");
    List<SubmitFailure.Failure> failures = list(Fields.child(record, "responseElements"));
    String error = Fields.text(record, "errorCode");
    if (!STARTS.contains(operation) || (error.isEmpty() && failures.isEmpty())) {
      return new EcsDocument.Other(operation);
    }
    JsonNode asked = Fields.child(record, "requestParameters");
    JsonNode network = Fields.at(asked, "networkConfiguration", "awsvpcConfiguration");
    String id = Fields.text(record, "eventID");
    List<JsonNode> providers = Fields.objects(asked, "capacityProviderStrategy");
    SubmitFailure failure =
        new SubmitFailure(
            operation,
            error,
            EcsFields.redacted(record, "errorMessage"),
            EcsFields.time(record, "eventTime"),
            cluster(record, Fields.text(asked, "cluster")),
            Fields.text(record, "awsRegion"),
            Fields.text(asked, "taskDefinition"),
            Fields.text(asked, "launchType"),
            providers.isEmpty() ? "" : Fields.text(providers.get(0), "capacityProvider"),
            Fields.text(asked, "platformVersion"),
            Fields.text(Fields.child(record, "userIdentity"), "arn"),
            Fields.texts(network, "subnets"),
            Fields.texts(network, "securityGroups"),
            failures);
    return new EcsDocument.OfSubmit(
        failure,
        id.isEmpty() ? Fields.text(record, "requestID") : id,
        Fields.text(asked, "startedBy"));
  }
}
