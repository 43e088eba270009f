package io.runwhy.conventions.refusal;

import io.runwhy.conventions.Arns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of a call that started nothing, for the texts. Empty values are not known. */
final class SubmitValues {
  private static final Pattern PLATFORM =
      Pattern.compile("platform version:? '?([0-9A-Z.]{1,20})", Pattern.CASE_INSENSITIVE);

  private SubmitValues() {}

  /**
   * The values of a call, see {@link TaskRefusals#of}.
   *
   * @param asked what the call asked for
   */
  static Map<String, String> of(
      String message, Map<String, String> asked, List<Map<String, String>> failures) {
    Map<String, String> values = new HashMap<>();
    String definition = get(asked, "task_definition");
    String revision = Arns.last(definition);
    int colon = revision.lastIndexOf(':');
    String host = failures.isEmpty() ? "" : get(failures.get(0), "arn");
    String provider = get(asked, "capacity_provider");
    values.putAll(EcsNames.of(message));
    values.put("cluster", cluster(get(asked, "cluster"), host));
    values.put("region", first(get(asked, "region"), Arns.region(definition), Arns.region(host)));
    values.put(
        "account",
        first(Arns.account(get(asked, "caller")), Arns.account(definition), Arns.account(host)));
    values.put("task_definition", revision);
    values.put("family", colon < 0 ? revision : revision.substring(0, colon));
    values.put("launch_type", get(asked, "launch_type"));
    values.put("capacity_provider", provider);
    values.put("spot", provider.equals("FARGATE_SPOT") ? "true" : "");
    values.put(
        "fargate",
        get(asked, "launch_type").equals("FARGATE") || provider.startsWith("FARGATE")
            ? "true"
            : "");
    values.put("subnets", get(asked, "subnets"));
    values.put("security_groups", get(asked, "security_groups"));
    values.put("who", who(get(asked, "caller"), message, values.getOrDefault("principal", "")));
    values.put("quota_name", quota(message, provider));
    Matcher platform = PLATFORM.matcher(message);
    values.put(
        "platform_version", platform.find() ? platform.group(1) : get(asked, "platform_version"));
    values.values().removeIf(String::isEmpty);
    return values;
  }

  private static String get(Map<String, String> values, String name) {
    return values.getOrDefault(name, "");
  }

  /** As asked; else as the ARN of a host or task has it. */
  private static String cluster(String asked, String arn) {
    String[] parts = arn.split("/", -1);
    return asked.isEmpty() && parts.length == 3 ? parts[1] : Arns.last(asked);
  }

  private static String first(String a, String b, String c) {
    return !a.isEmpty() ? a : b.isEmpty() ? c : b;
  }

  private static String who(String caller, String message, String principal) {
    boolean role = caller.contains(":assumed-role/") || message.contains(":assumed-role/");
    String name = principal.isEmpty() ? EcsNames.person(caller) : principal;
    return name.isEmpty() ? "" : (role ? "role " : "user ") + name;
  }

  private static String quota(String message, String provider) {
    if (!message.contains("vCPU")) {
      return "";
    }
    return provider.equals("FARGATE_SPOT")
        ? "Fargate Spot vCPU resource count"
        : "Fargate On-Demand vCPU resource count";
  }
}
