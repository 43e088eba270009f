package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.Interner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A task as DescribeTasks, RunTask and task state events show it. */
final class TaskDecoder {
  /** Details of an attachment that a diagnosis reads. */
  private static final Set<String> DETAILS =
      Set.of(
          "subnetId",
          "networkInterfaceId",
          "privateIPv4Address",
          "volumeId",
          "volumeName",
          "roleArn",
          "statusReason");

  private TaskDecoder() {}

  static Task decode(JsonNode task) {
    JsonNode overrides = Fields.child(task, "overrides");
    return new Task(
        arn(task),
        Interner.intern(clusterArn(task)),
        version(task),
        Interner.intern(Fields.text(task, "taskDefinitionArn")),
        Interner.intern(Fields.text(task, "group")),
        Fields.text(task, "startedBy"),
        Interner.intern(Fields.text(task, "launchType")),
        Interner.intern(Fields.text(task, "capacityProviderName")),
        Interner.intern(Fields.text(task, "platformVersion")),
        Interner.intern(Fields.text(task, "availabilityZone")),
        Interner.intern(Fields.text(task, "containerInstanceArn")),
        Interner.intern(lastStatus(task)),
        Interner.intern(Fields.text(task, "desiredStatus")),
        Interner.intern(Fields.text(task, "stopCode")),
        Interner.intern(EcsFields.redacted(task, "stoppedReason")),
        Interner.intern(Fields.text(task, "connectivity")),
        EcsFields.time(task, "connectivityAt"),
        Interner.intern(Fields.text(task, "cpu")),
        Interner.intern(Fields.text(task, "memory")),
        EcsFields.number(Fields.child(task, "ephemeralStorage"), "sizeInGiB"),
        EcsFields.time(task, "createdAt"),
        EcsFields.time(task, "pullStartedAt"),
        EcsFields.time(task, "pullStoppedAt"),
        EcsFields.time(task, "startedAt"),
        EcsFields.time(task, "stoppingAt"),
        EcsFields.time(task, "executionStoppedAt"),
        EcsFields.time(task, "stoppedAt"),
        containers(task, overridden(overrides)),
        attachments(task));
  }

  static String arn(JsonNode task) {
    String arn = Fields.text(task, "taskArn");
    List<JsonNode> containers = Fields.objects(task, "containers");
    return arn.isEmpty() && !containers.isEmpty() ? Fields.text(containers.get(0), "taskArn") : arn;
  }

  /** The cluster; where the field was not copied, the ARN of the task has its name. */
  static String clusterArn(JsonNode task) {
    String cluster = Fields.text(task, "clusterArn");
    String arn = arn(task);
    int named = arn.indexOf(":task/");
    int id = arn.lastIndexOf('/');
    return cluster.isEmpty() && named > 0 && id > named + ":task/".length()
        ? arn.substring(0, named) + ":cluster/" + arn.substring(named + ":task/".length(), id)
        : cluster;
  }

  /** Where the field was not copied, a stop code says it. */
  private static String lastStatus(JsonNode task) {
    String status = Fields.text(task, "lastStatus");
    boolean stopped =
        !Fields.text(task, "stopCode").isEmpty() || !Fields.text(task, "stoppedReason").isEmpty();
    return status.isEmpty() && stopped ? "STOPPED" : status;
  }

  private static long version(JsonNode task) {
    Long version = EcsFields.number(task, "version");
    return version == null ? 0 : version;
  }

  /** Containers that RunTask gave a command or variables of their own; no more is read of them. */
  private static Set<String> overridden(@Nullable JsonNode overrides) {
    Set<String> names = new HashSet<>();
    for (JsonNode o : Fields.objects(overrides, "containerOverrides")) {
      if (!isEmpty(Fields.child(o, "command")) || !isEmpty(Fields.child(o, "environment"))) {
        names.add(Fields.text(o, "name"));
      }
    }
    return names;
  }

  /** An exit code that cannot be read is none: least of all a success. */
  private static @Nullable Integer exitCode(JsonNode container) {
    Long code = EcsFields.number(container, "exitCode");
    return code == null || code > Integer.MAX_VALUE || code < Integer.MIN_VALUE
        ? null
        : Integer.valueOf(code.intValue());
  }

  private static boolean isEmpty(@Nullable JsonNode list) {
    return list == null || list.isEmpty();
  }

  private static List<Task.Container> containers(JsonNode task, Set<String> overridden) {
    List<Task.Container> containers = new ArrayList<>();
    for (JsonNode c : Fields.objects(task, "containers")) {
      String name = Fields.text(c, "name");
      containers.add(
          new Task.Container(
              Interner.intern(name),
              Interner.intern(Fields.text(c, "image")),
              Interner.intern(Fields.text(c, "lastStatus")),
              exitCode(c),
              Interner.intern(EcsFields.redacted(c, "reason")),
              Fields.text(c, "runtimeId"),
              Interner.intern(Fields.text(c, "cpu")),
              Interner.intern(Fields.text(c, "memory")),
              Interner.intern(Fields.text(c, "memoryReservation")),
              Interner.intern(Fields.text(c, "healthStatus")),
              overridden.contains(name)));
    }
    return containers;
  }

  private static List<Task.Attachment> attachments(JsonNode task) {
    List<Task.Attachment> attachments = new ArrayList<>();
    for (JsonNode a : Fields.objects(task, "attachments")) {
      Map<String, String> details = new HashMap<>();
      for (JsonNode d : Fields.objects(a, "details")) {
        if (DETAILS.contains(Fields.text(d, "name"))) {
          details.put(Fields.text(d, "name"), EcsFields.redacted(d, "value"));
        }
      }
      attachments.add(
          new Task.Attachment(
              Interner.intern(type(Fields.text(a, "type"))),
              Interner.intern(Fields.text(a, "status")),
              details));
    }
    return attachments;
  }

  /** Events write {@code eni} where the API writes the whole name. */
  private static String type(String type) {
    return type.equals("eni") ? "ElasticNetworkInterface" : type;
  }
}
