package io.runwhy.extension.ecs;

import io.runwhy.conventions.Arns;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.extension.hook.Reflection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a RunTask or StartTask request says. Texts that are not there are empty. */
final class TaskRequest {
  /** Subnets and security groups that are named; ECS allows 16 and 5. */
  static final int MAX_NAMES = 16;

  /** As the bridge has it: a startedBy that one run alone has holds something unique. */
  private static final Pattern UNIQUE = Pattern.compile("(?i)[0-9a-f]{8}|[0-9A-HJKMNP-TV-Z]{20}");

  private static final Pattern SHARED =
      Pattern.compile(
          "(?i)^(?:ecs-svc/|events-rule/|chronos-schedule/|aws-batch|AWS Step Functions|arn:aws[a-z-]*:(?:batch|states|scheduler|events):)");

  private final boolean run;
  private final Object request;
  private final String region;

  /**
   * A request that is about to be sent.
   *
   * @param method runTask or startTask
   * @param region of the client; empty when it is not known
   */
  TaskRequest(String method, Object request, String region) {
    this.run = method.equals("runTask");
    this.request = request;
    this.region = region;
  }

  /** RunTask or StartTask. */
  String operation() {
    return run ? "RunTask" : "StartTask";
  }

  /** Name of the span. */
  String action() {
    return run ? "run task" : "start task";
  }

  /** Name or ARN. */
  String cluster() {
    String cluster = Reflection.text(request, "cluster");
    return cluster.isEmpty() ? "default" : cluster;
  }

  String taskDefinition() {
    return Reflection.text(request, "taskDefinition");
  }

  String family() {
    String definition = Arns.last(taskDefinition());
    int colon = definition.lastIndexOf(':');
    return colon < 0 ? definition : definition.substring(0, colon);
  }

  /** Empty for the newest. */
  String revision() {
    String definition = Arns.last(taskDefinition());
    return definition.substring(definition.lastIndexOf(':') + 1).equals(definition)
        ? ""
        : definition.substring(definition.lastIndexOf(':') + 1);
  }

  /** Whether one call starts several tasks. */
  boolean isMany() {
    Object count = Reflection.get(request, "count");
    return count instanceof Integer
        ? (Integer) count > 1
        : Reflection.list(request, "containerInstances").size() > 1;
  }

  /** As its ARNs have it, else that of the client. */
  String region() {
    String named = Arns.region(cluster());
    if (named.isEmpty()) {
      named = Arns.region(taskDefinition());
    }
    return named.isEmpty() ? region : named;
  }

  /** Of the span and of all events. */
  Map<String, Object> attributes() {
    Map<String, Object> values = new LinkedHashMap<>();
    put(values, RunAttributes.AWS_ECS_CLUSTER_ARN, isArn(cluster()) ? cluster() : "");
    put(values, RunAttributes.AWS_ECS_TASK_FAMILY, family());
    put(values, RunAttributes.AWS_ECS_TASK_REVISION, revision());
    put(values, RunAttributes.AWS_ECS_LAUNCHTYPE, launchType());
    put(values, RunAttributes.CLOUD_REGION, region());
    put(values, RunAttributes.CLOUD_ACCOUNT_ID, Arns.account(cluster()));
    return values;
  }

  /** For the texts of a refusal. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("cluster", cluster());
    values.put("region", region());
    values.put("task_definition", taskDefinition());
    values.put("launch_type", launchType());
    List<?> providers = Reflection.list(request, "capacityProviderStrategy");
    values.put(
        "capacity_provider",
        providers.isEmpty() ? "" : Reflection.text(providers.get(0), "capacityProvider"));
    values.put("platform_version", Reflection.text(request, "platformVersion"));
    Object vpc = Reflection.get(request, "networkConfiguration", "awsvpcConfiguration");
    values.put("subnets", names(Reflection.list(vpc, "subnets")));
    values.put("security_groups", names(Reflection.list(vpc, "securityGroups")));
    return values;
  }

  /** What a preset may ask of a task; the bridge's presets.yaml lists the parts. */
  String value(String part) {
    int colon = part.indexOf(':');
    if (colon > 0) {
      String key = part.substring(colon + 1);
      switch (part.substring(0, colon)) {
        case "tag":
          return entry(Reflection.list(request, "tags"), "key", key);
        case "env":
          return env(key);
        default:
          return "";
      }
    }
    switch (part) {
      case "started-by":
        String by = Reflection.text(request, "startedBy");
        return UNIQUE.matcher(by).find() && !SHARED.matcher(by).find() ? by : "";
      case "started-by-any":
        return Reflection.text(request, "startedBy");
      case "family":
        return family();
      case "service":
        String group = Reflection.text(request, "group");
        return group.startsWith("service:") ? group.substring("service:".length()) : "";
      case "cluster":
      case "namespace":
        return Arns.last(cluster());
      default:
        return "";
    }
  }

  private String env(String name) {
    for (Object container :
        Reflection.list(Reflection.get(request, "overrides"), "containerOverrides")) {
      String value = entry(Reflection.list(container, "environment"), "name", name);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private String launchType() {
    return run
        ? Reflection.text(request, "launchTypeAsString").toLowerCase(java.util.Locale.ROOT)
        : "ec2";
  }

  private static String entry(List<?> entries, String key, String name) {
    for (Object entry : entries) {
      if (Reflection.text(entry, key).equals(name)) {
        return Reflection.text(entry, "value");
      }
    }
    return "";
  }

  private static String names(List<?> names) {
    List<String> texts = new ArrayList<>();
    for (Object name : names.subList(0, Math.min(names.size(), MAX_NAMES))) {
      texts.add(String.valueOf(name));
    }
    return String.join(",", texts);
  }

  private static boolean isArn(String text) {
    return text.startsWith("arn:");
  }

  private static void put(Map<String, Object> values, String key, String value) {
    if (!value.isEmpty()) {
      values.put(key, value);
    }
  }
}
