package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Arns;
import io.runwhy.bridge.model.SubmitFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of a call that started nothing, for the texts. Empty values are not known. */
final class SubmitValues {
  private static final Pattern PLATFORM =
      Pattern.compile("platform version:? '?([0-9A-Z.]{1,20})", Pattern.CASE_INSENSITIVE);

  private SubmitValues() {}

  static Map<String, String> of(SubmitFailure failure) {
    Map<String, String> values = new HashMap<>();
    String definition = Arns.last(failure.taskDefinition());
    int colon = definition.lastIndexOf(':');
    String host = failure.failures().isEmpty() ? "" : failure.failures().get(0).arn();
    values.putAll(EcsNames.of(failure.message()));
    values.put("cluster", cluster(failure, host));
    values.put("region", first(failure.region(), Arns.region(failure.taskDefinition()), host));
    values.put("account", account(failure, host));
    values.put("task_definition", definition);
    values.put("family", colon < 0 ? definition : definition.substring(0, colon));
    values.put("launch_type", failure.launchType());
    values.put("capacity_provider", failure.capacityProvider());
    values.put("spot", failure.capacityProvider().equals("FARGATE_SPOT") ? "true" : "");
    values.put("fargate", isFargate(failure) ? "true" : "");
    values.put("subnets", String.join(",", failure.subnets()));
    values.put("security_groups", String.join(",", failure.securityGroups()));
    values.put("who", who(failure, values.getOrDefault("principal", "")));
    values.put("quota_name", quota(failure));
    Matcher platform = PLATFORM.matcher(failure.message());
    values.put("platform_version", platform.find() ? platform.group(1) : failure.platformVersion());
    values.values().removeIf(String::isEmpty);
    return values;
  }

  /** As asked; else as the ARN of a host or task has it. */
  private static String cluster(SubmitFailure failure, String arn) {
    String[] parts = arn.split("/", -1);
    return failure.cluster().isEmpty() && parts.length == 3
        ? parts[1]
        : Arns.last(failure.cluster());
  }

  private static boolean isFargate(SubmitFailure failure) {
    return failure.launchType().equals("FARGATE")
        || failure.capacityProvider().startsWith("FARGATE");
  }

  private static String first(String asked, String ofDefinition, String host) {
    return !asked.isEmpty() ? asked : ofDefinition.isEmpty() ? Arns.region(host) : ofDefinition;
  }

  private static String account(SubmitFailure failure, String host) {
    String caller = Arns.account(failure.caller());
    String definition = Arns.account(failure.taskDefinition());
    return !caller.isEmpty() ? caller : definition.isEmpty() ? Arns.account(host) : definition;
  }

  private static String who(SubmitFailure failure, String principal) {
    boolean role =
        failure.caller().contains(":assumed-role/") || failure.message().contains(":assumed-role/");
    String name = principal.isEmpty() ? EcsNames.person(failure.caller()) : principal;
    return name.isEmpty() ? "" : (role ? "role " : "user ") + name;
  }

  private static String quota(SubmitFailure failure) {
    if (!failure.message().contains("vCPU")) {
      return "";
    }
    return failure.capacityProvider().equals("FARGATE_SPOT")
        ? "Fargate Spot vCPU resource count"
        : "Fargate On-Demand vCPU resource count";
  }
}
