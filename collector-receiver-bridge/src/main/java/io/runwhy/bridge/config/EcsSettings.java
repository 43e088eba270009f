package io.runwhy.bridge.config;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and checks the keys {@code ecs.*}. */
final class EcsSettings {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final Pattern ARN =
      Pattern.compile(
          "arn:[a-z-]+:ecs:([a-z0-9-]+):[0-9]{12}:cluster/" + NAME.pattern(),
          Pattern.CASE_INSENSITIVE);
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(?:-[a-z]+)+-[0-9]+");
  private static final Duration DAY = Duration.ofDays(1);

  private EcsSettings() {}

  static EcsConfig read(Settings s) {
    EcsConfig d = EcsConfig.DEFAULT;
    EcsConfig config =
        new EcsConfig(
            s.flag("ecs.enabled", d.enabled()),
            s.list("ecs.clusters", d.clusters()),
            s.text("ecs.region", d.region()),
            s.text("ecs.endpoint", d.endpoint()),
            s.text("ecs.queue_url", d.queueUrl()),
            s.number("ecs.consumers", d.consumers(), 1, 64),
            // Stopped tasks can be read for about an hour only.
            s.duration("ecs.sweep", d.sweep(), Duration.ofSeconds(1), Duration.ofMinutes(30)),
            s.duration("ecs.sweep_with_queue", d.sweepWithQueue(), Duration.ofSeconds(10), DAY),
            s.number("ecs.requests_per_second", d.requestsPerSecond(), 1, 100),
            s.duration(
                "ecs.visibility", d.visibility(), Duration.ofSeconds(30), Duration.ofHours(1)),
            s.flag("ecs.services", d.services()),
            s.flag("ecs.tags", d.tags()),
            s.text("ecs.presets_file", d.presetsFile()));
    clusters(s, config);
    if (!config.region().isEmpty() && !REGION.matcher(config.region()).matches()) {
      s.problem("ecs.region", "a Region is expected, such as eu-west-1");
    }
    if (!config.endpoint().isEmpty() && !config.endpoint().matches("https?://[^\\s]+")) {
      s.problem("ecs.endpoint", "a URL is expected, such as http://localhost:4566");
    }
    if (!config.queueUrl().isEmpty() && !config.queueUrl().matches("https?://[^\\s/]+/[^\\s]+")) {
      s.problem(
          "ecs.queue_url",
          "the URL of a queue is expected, such as https://sqs.eu-west-1.amazonaws.com/123456789012/runwhy");
    }
    return config;
  }

  private static void clusters(Settings s, EcsConfig config) {
    if (config.enabled() && config.clusters().isEmpty()) {
      s.problem(
          "ecs.clusters",
          "at least one name or ARN of a cluster is expected when ecs.enabled is true");
    }
    List<String> odd =
        config.clusters().stream()
            .filter(c -> !NAME.matcher(c).matches() && !ARN.matcher(c).matches())
            .toList();
    if (!odd.isEmpty()) {
      s.problem(
          "ecs.clusters",
          "names or ARNs of clusters are expected, such as batch or arn:aws:ecs:eu-west-1:123456789012:cluster/batch; not: "
              + String.join(", ", odd));
    }
    TreeSet<String> regions = new TreeSet<>();
    for (String cluster : config.clusters()) {
      Matcher arn = ARN.matcher(cluster);
      if (arn.matches()) {
        regions.add(arn.group(1));
      }
    }
    String wanted = config.region();
    if (regions.size() > 1
        || (!wanted.isEmpty() && !regions.isEmpty() && !regions.contains(wanted))) {
      s.problem(
          "ecs.clusters",
          "clusters of one Region are expected, that of ecs.region ("
              + (wanted.isEmpty() ? "not set" : wanted)
              + "); watch another Region with another bridge");
    }
  }
}
