package io.runwhy.extension.ecs;

import io.runwhy.conventions.Arns;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.extension.hook.Reflection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What RunTask or StartTask answered: tasks that were made, and failures. */
final class Answer {
  /** Tasks that are named; RunTask starts at most 10. */
  static final int MAX_TASKS = 64;

  private final List<String> arns = new ArrayList<>();
  private final List<Map<String, String>> failures = new ArrayList<>();
  private final String cluster;
  private final String launchType;

  Answer(@Nullable Object response) {
    List<?> tasks = Reflection.list(response, "tasks");
    for (Object task : tasks) {
      String arn = Reflection.text(task, "taskArn");
      if (!arn.isEmpty() && arns.size() < MAX_TASKS) {
        arns.add(arn);
      }
    }
    Object first = tasks.isEmpty() ? null : tasks.get(0);
    cluster = Reflection.text(first, "clusterArn");
    launchType = Reflection.text(first, "launchTypeAsString").toLowerCase(java.util.Locale.ROOT);
    for (Object failure : Reflection.list(response, "failures")) {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("arn", Reflection.text(failure, "arn"));
      values.put("reason", Reflection.text(failure, "reason"));
      values.put("detail", Reflection.text(failure, "detail"));
      if (failures.size() < MAX_TASKS) {
        failures.add(values);
      }
    }
  }

  /** Whether no task was made. */
  boolean isRefusal() {
    return arns.isEmpty() && !failures.isEmpty();
  }

  int tasks() {
    return arns.size();
  }

  List<Map<String, String>> failures() {
    return failures;
  }

  /**
   * For the end event. One task is a text, several are a list.
   *
   * @param nameless whether the run had no id: that of a single task is the task's own then
   */
  Map<String, Object> attributes(boolean nameless) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (!cluster.isEmpty()) {
      values.put(RunAttributes.AWS_ECS_CLUSTER_ARN, cluster);
      values.put(RunAttributes.CLOUD_REGION, Arns.region(cluster));
      values.put(RunAttributes.CLOUD_ACCOUNT_ID, Arns.account(cluster));
    }
    if (!launchType.isEmpty()) {
      values.put(RunAttributes.AWS_ECS_LAUNCHTYPE, launchType);
    }
    List<String> ids = new ArrayList<>();
    for (String arn : arns) {
      ids.add(Arns.last(arn));
    }
    if (arns.size() == 1) {
      values.put(RunAttributes.AWS_ECS_TASK_ARN, arns.get(0));
      values.put(RunAttributes.AWS_ECS_TASK_ID, ids.get(0));
      if (nameless) {
        values.put(RunAttributes.RUN_ID, ids.get(0));
        values.put(RunAttributes.CICD_PIPELINE_RUN_ID, ids.get(0));
      }
    } else if (!arns.isEmpty()) {
      values.put(RunAttributes.AWS_ECS_TASK_ARN, arns);
      values.put(RunAttributes.AWS_ECS_TASK_ID, ids);
    }
    return values;
  }
}
