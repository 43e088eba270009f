package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.ContainerInstance;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskDefinition;
import io.runwhy.conventions.Arns;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a task, for the texts. Empty values are not known. */
final class TaskValues {
  private TaskValues() {}

  static Map<String, String> of(TaskView view) {
    Task task = view.task();
    TaskDefinition definition = view.definition();
    ContainerInstance instance = view.instance();
    Map<String, String> values = new HashMap<>();
    values.put("task", task.id());
    values.put("task_arn", task.arn());
    values.put("cluster", task.cluster());
    values.put("region", task.region());
    values.put("account", Arns.account(task.arn()));
    values.put("task_definition", task.definition());
    values.put("family", task.family());
    values.put("launch_type", task.launchType());
    values.put("fargate", task.isFargate() ? "true" : "");
    values.put("capacity_provider", task.capacityProvider());
    values.put("spot", isSpot(task) ? "true" : "");
    values.put("group", task.group());
    values.put("service", task.service());
    values.put("started_by", task.startedBy());
    values.put("stop_code", task.stopCode());
    values.put("stopped_reason", Texts.quote(task.stoppedReason()));
    values.put("instance", Arns.last(task.containerInstanceArn()));
    values.put("ec2_instance", instance == null ? "" : instance.ec2InstanceId());
    values.put("zone", task.zone());
    values.put("platform_version", task.platformVersion());
    values.put("subnet", subnet(task));
    values.put("lived", view.lived());
    values.put("task_cpu", task.cpu());
    values.put("task_memory", task.memory());
    values.put("storage_gib", number(task.storageGib()));
    values.put("missing", String.join("; ", view.run().history().missing()));
    if (definition != null) {
      defined(definition, values);
    }
    return values;
  }

  private static void defined(TaskDefinition definition, Map<String, String> values) {
    values.put("execution_role", Arns.last(definition.executionRoleArn()));
    values.put("execution_role_arn", definition.executionRoleArn());
    values.put("task_role", Arns.last(definition.taskRoleArn()));
    values.merge("task_cpu", definition.cpu(), TaskValues::known);
    values.merge("task_memory", definition.memory(), TaskValues::known);
    values.merge("storage_gib", number(definition.storageGib()), TaskValues::known);
  }

  /** Whether it runs on capacity that AWS may take back. */
  static boolean isSpot(Task task) {
    return task.capacityProvider().equals("FARGATE_SPOT");
  }

  private static String subnet(Task task) {
    return task.attachment("ElasticNetworkInterface").map(a -> a.detail("subnetId")).orElse("");
  }

  private static String known(String first, String second) {
    return first.isEmpty() ? second : first;
  }

  private static String number(@Nullable Long value) {
    return value == null ? "" : Long.toString(value);
  }
}
