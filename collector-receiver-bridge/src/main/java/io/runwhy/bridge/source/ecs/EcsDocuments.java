package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.source.Fields;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes apart whatever AWS writes about tasks: EventBridge events (also wrapped by SNS), CloudTrail
 * records, replies of RunTask, DescribeTasks, DescribeTaskDefinition and
 * DescribeContainerInstances, error replies, and lists of all these.
 */
final class EcsDocuments {
  /** Documents taken of one input at the most. */
  static final int LIMIT = 100_000;

  /** What holds nothing that is known of AWS. */
  static final String UNKNOWN = "unknown";

  /** A reply of DescribeTasks or RunTask without a task. */
  static final String NO_TASK = "a reply without a task";

  /** A reply of ListTasks. */
  static final String ONLY_NAMES = "names of tasks";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private EcsDocuments() {}

  /** Whether the input is of AWS rather than of Kubernetes. */
  static boolean isOfAws(JsonNode root) {
    return of(root).stream()
        .anyMatch(d -> !(d instanceof EcsDocument.Other other) || !other.kind().equals(UNKNOWN));
  }

  static List<EcsDocument> of(JsonNode root) {
    List<EcsDocument> documents = new ArrayList<>();
    take(root, documents, 0);
    return documents;
  }

  private static void take(JsonNode node, List<EcsDocument> into, int depth) {
    if (depth > 8 || into.size() >= LIMIT) {
      return;
    }
    if (node.isArray()) {
      node.forEach(n -> take(n, into, depth + 1));
    } else if (node.isObject()) {
      object(node, into, depth);
    } else if (node.isString() && ErrorText.of(node.asString()) != null) {
      into.add(SubmitDecoder.error(JSON.createObjectNode().put("text", node.asString())));
    }
  }

  private static void object(JsonNode node, List<EcsDocument> into, int depth) {
    JsonNode items = Fields.child(node, "items");
    JsonNode events = Fields.child(node, "Events");
    JsonNode records = Fields.child(node, "Records");
    String wrapped = Fields.text(node, "Type").equals("Notification") ? raw(node, "Message") : "";
    if (!wrapped.isEmpty()) {
      parsed(wrapped, into, depth);
    } else if (items != null && items.isArray()) {
      take(items, into, depth + 1);
    } else if (events != null && events.isArray()) {
      take(events, into, depth + 1);
    } else if (records != null && records.isArray()) {
      take(records, into, depth + 1);
    } else if (!raw(node, "CloudTrailEvent").isEmpty()) {
      parsed(raw(node, "CloudTrailEvent"), into, depth);
    } else if (Fields.child(node, "detail-type") != null) {
      event(node, into, depth);
    } else {
      reply(node, into);
    }
  }

  private static void event(JsonNode event, List<EcsDocument> into, int depth) {
    JsonNode detail = Fields.child(event, "detail");
    String kind = Fields.text(event, "detail-type");
    if (detail == null || !detail.isObject()) {
      into.add(new EcsDocument.Other(kind));
    } else if (kind.equals("ECS Task State Change") && !Fields.text(detail, "taskArn").isEmpty()) {
      into.add(new EcsDocument.OfTask(detail));
    } else if (kind.equals("ECS Container Instance State Change")) {
      into.add(new EcsDocument.OfInstance(ContainerInstanceDecoder.decode(detail)));
    } else if (kind.equals("AWS API Call via CloudTrail")) {
      object(detail, into, depth + 1);
    } else {
      into.add(new EcsDocument.Other(kind));
    }
  }

  private static void reply(JsonNode node, List<EcsDocument> into) {
    JsonNode definition = Fields.child(node, "taskDefinition");
    if (!Fields.text(node, "eventName").isEmpty()) {
      into.add(SubmitDecoder.trail(node));
    } else if (definition != null && definition.isObject()) {
      into.add(new EcsDocument.OfDefinition(TaskDefinitionDecoder.decode(definition)));
    } else if (Fields.child(node, "containerDefinitions") != null) {
      into.add(new EcsDocument.OfDefinition(TaskDefinitionDecoder.decode(node)));
    } else if (Fields.child(node, "containerInstances") != null) {
      Fields.objects(node, "containerInstances")
          .forEach(i -> into.add(new EcsDocument.OfInstance(ContainerInstanceDecoder.decode(i))));
    } else if (Fields.child(node, "tasks") != null || Fields.child(node, "failures") != null) {
      int before = into.size();
      Fields.objects(node, "tasks").forEach(t -> into.add(new EcsDocument.OfTask(t)));
      into.addAll(SubmitDecoder.failures(node));
      if (into.size() == before) {
        into.add(new EcsDocument.Other(NO_TASK));
      }
    } else if (Fields.child(node, "taskArns") != null) {
      into.add(new EcsDocument.Other(ONLY_NAMES));
    } else if (isTask(node)) {
      into.add(new EcsDocument.OfTask(node));
    } else if (SubmitDecoder.isError(node)) {
      into.add(SubmitDecoder.error(node));
    } else {
      into.add(new EcsDocument.Other(UNKNOWN));
    }
  }

  /** A task, or the few fields of one that a person copied; a container names its task too. */
  private static boolean isTask(JsonNode node) {
    boolean ended = node.has("stoppedReason") || node.has("stopCode");
    boolean known = !Fields.text(node, "taskArn").isEmpty() && !node.has("containerArn");
    return ended || (known && (node.has("lastStatus") || node.has("containers")));
  }

  private static void parsed(String text, List<EcsDocument> into, int depth) {
    try {
      take(JSON.readTree(text), into, depth + 1);
    } catch (JacksonException notJson) {
      into.add(new EcsDocument.Other("unreadable"));
    }
  }

  /** A text as it is: a whole document may be longer than what is kept of a field. */
  private static String raw(JsonNode node, String key) {
    JsonNode value = Fields.child(node, key);
    return value == null || !value.isString() ? "" : value.asString();
  }
}
