package io.runwhy.bridge.config;

import io.runwhy.bridge.config.Settings.Value;
import io.runwhy.bridge.model.StageBudgets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads the configuration: a YAML file, then variables that begin with RUNWHY_ and override it. A
 * key's variable is the key in capitals with _ for dots, for example {@code
 * RUNWHY_KUBERNETES_NAMESPACES}.
 */
public final class ConfigLoader {
  private static final String PREFIX = "RUNWHY_";

  /** Variables that are no keys. */
  private static final Set<String> OTHERS =
      Set.of(
          "RUNWHY_CONFIG", "RUNWHY_TOKEN", "RUNWHY_SERVER", "RUNWHY_JAVA_OPTS", "RUNWHY_TERMINAL");

  /**
   * How variables of the agent extension begin: they may be set for a whole machine, and a program
   * under the extension gives its children a run id. Those that the bridge knows too are its own.
   */
  private static final Pattern EXTENSION =
      Pattern.compile(
          "RUNWHY_(?:ENABLED|ORCHESTRATOR|(?:SUBMIT|STAMP|RUN|PROCESS|CODE|RESOURCE|SPAN_EVENTS|OTLP|QUEUE|SPOOL"
              + "|SHUTDOWN)_.+)");

  /** What Kubernetes puts into the environment for a Service whose name begins with runwhy. */
  private static final Pattern SERVICE =
      Pattern.compile(
          "RUNWHY(?:_[A-Z0-9_]+)?_(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_.+)?)");

  private static final Duration DAY = Duration.ofDays(1);

  private ConfigLoader() {}

  private static boolean isOfOthers(String name) {
    return EXTENSION.matcher(name).matches() || SERVICE.matcher(name).matches();
  }

  /**
   * Loads and checks everything.
   *
   * @param file the YAML file; empty for none
   * @throws ConfigException with every problem
   */
  public static BridgeConfig load(String file, Map<String, String> environment) {
    Map<String, Value> values = new LinkedHashMap<>();
    if (!file.isEmpty()) {
      readFile(file, values);
    }
    Settings names = new Settings(Map.of());
    read(names);
    environment.forEach(
        (name, text) -> {
          if (name.startsWith(PREFIX)
              && !name.startsWith("RUNWHY_TEST_")
              && !OTHERS.contains(name)) {
            String key = key(name, names.known());
            if (names.known().contains(key) || !isOfOthers(name)) {
              values.put(key, new Value(text, name));
            }
          }
        });
    Settings settings = new Settings(values);
    BridgeConfig config = read(settings);
    List<String> problems = settings.problems();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config;
  }

  /** Every key, for the documentation. */
  static Set<String> keys() {
    Settings names = new Settings(Map.of());
    read(names);
    return names.known();
  }

  private static BridgeConfig read(Settings s) {
    KubernetesConfig kubernetes = kubernetes(s);
    EcsConfig ecs = EcsSettings.read(s);
    if (!kubernetes.enabled() && !ecs.enabled()) {
      s.problem("kubernetes.enabled", "nothing is watched: set this or ecs.enabled to true");
    }
    return new BridgeConfig(kubernetes, ecs, timeline(s), budgets(s), logs(s), emit(s), http(s));
  }

  private static KubernetesConfig kubernetes(Settings s) {
    KubernetesConfig d = KubernetesConfig.DEFAULT;
    return new KubernetesConfig(
        s.flag("kubernetes.enabled", d.enabled()),
        s.text("kubernetes.cluster_name", d.clusterName()),
        s.list("kubernetes.namespaces", d.namespaces()),
        s.text("kubernetes.label_selector", d.labelSelector()),
        s.text("kubernetes.kubeconfig", d.kubeconfig()),
        s.text("kubernetes.context", d.context()),
        s.text("kubernetes.presets_file", d.presetsFile()),
        s.number("kubernetes.page_size", d.pageSize(), 10, 5_000),
        s.duration("kubernetes.reconcile", d.reconcile(), Duration.ofSeconds(30), DAY),
        s.duration("kubernetes.watch_idle", d.watchIdle(), Duration.ofSeconds(10), DAY),
        s.number("kubernetes.requests_per_second", d.requestsPerSecond(), 1, 1_000));
  }

  private static TimelineConfig timeline(Settings s) {
    TimelineConfig d = TimelineConfig.DEFAULT;
    Duration least = Duration.ofMillis(100);
    return new TimelineConfig(
        s.duration("timeline.settle", d.settle(), least, DAY),
        s.duration("timeline.evidence_hold", d.evidenceHold(), least, DAY),
        s.duration("timeline.pending_evidence_after", d.pendingEvidenceAfter(), least, DAY),
        s.duration("timeline.recheck", d.recheck(), Duration.ofSeconds(5), DAY),
        s.duration("timeline.replay_window", d.replayWindow(), Duration.ZERO, Duration.ofDays(30)),
        s.number("timeline.max_runs", d.maxRuns(), 1, 10_000_000),
        s.number("timeline.max_finished_runs", d.maxFinishedRuns(), 0, 1_000_000));
  }

  private static StageBudgets budgets(Settings s) {
    StageBudgets d = StageBudgets.DEFAULT;
    Duration least = Duration.ofSeconds(1);
    Duration most = Duration.ofDays(7);
    return new StageBudgets(
        s.duration("budgets.queue", d.queue(), least, most),
        s.duration("budgets.schedule", d.schedule(), least, most),
        s.duration("budgets.scale_up", d.scaleUp(), least, most),
        s.duration("budgets.create", d.create(), least, most),
        s.duration("budgets.pull", d.pull(), least, most),
        s.duration("budgets.connect", d.connect(), least, most),
        s.duration("budgets.stop", d.stop(), least, most),
        s.duration("budgets.linger", d.linger(), least, most));
  }

  private static LogsConfig logs(Settings s) {
    LogsConfig d = LogsConfig.DEFAULT;
    return new LogsConfig(
        s.choice("logs.policy", d.policy(), LogsConfig.Policy.class),
        s.number("logs.tail_lines", d.tailLines(), 1, 100_000),
        s.number("logs.max_bytes", d.maxBytes(), 1_024, 64 * 1024 * 1024),
        s.number("logs.max_line_bytes", d.maxLineBytes(), 256, 1024 * 1024));
  }

  private static EmitConfig emit(Settings s) {
    EmitConfig d = EmitConfig.DEFAULT;
    String endpoint = s.text("otlp.endpoint", d.endpoint());
    if (!endpoint.isEmpty() && !endpoint.matches("https?://[^\\s]+")) {
      s.problem("otlp.endpoint", "a URL is expected, such as http://localhost:4318");
    }
    return new EmitConfig(
        endpoint,
        s.number("otlp.queue_capacity", d.queueCapacity(), 100, 10_000_000),
        s.number("otlp.batch_size", d.batchSize(), 1, 10_000),
        s.duration("otlp.metric_interval", d.metricInterval(), Duration.ofSeconds(1), DAY),
        s.map("otlp.properties"));
  }

  private static HttpConfig http(Settings s) {
    HttpConfig d = HttpConfig.DEFAULT;
    String token = s.text("http.token", d.token());
    String tokenFile = s.text("http.token_file", d.tokenFile());
    String host = s.text("http.host", d.host());
    int port = s.number("http.port", d.port(), 0, 65_535);
    if (!tokenFile.isEmpty()) {
      try {
        token = Files.readString(Path.of(tokenFile)).strip();
      } catch (IOException | java.nio.file.InvalidPathException e) {
        s.problem("http.token_file", "the file cannot be read");
      }
    }
    boolean loopback = host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    if (!loopback && token.isEmpty()) {
      s.problem(
          "http.host",
          "any address but the loopback needs a token: set http.token_file or http.token");
    }
    return new HttpConfig(host, port, token, tokenFile);
  }

  private static void readFile(String file, Map<String, Value> values) {
    try {
      JsonNode root = new YAMLMapper().readTree(Files.readAllBytes(Path.of(file)));
      if (root.isObject()) {
        flatten("", root, file, values);
      } else if (!root.isMissingNode() && !root.isNull()) {
        throw new ConfigException(List.of(file + ": a map of keys is expected"));
      }
    } catch (NoSuchFileException e) {
      throw new ConfigException(List.of(file + ": the file does not exist"));
    } catch (IOException | java.nio.file.InvalidPathException e) {
      throw new ConfigException(List.of(file + ": the file cannot be read: " + e.getMessage()));
    } catch (JacksonException e) {
      String where = e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
      throw new ConfigException(List.of(file + where + ": not valid YAML: " + firstLine(e)));
    }
  }

  private static void flatten(
      String prefix, JsonNode node, String file, Map<String, Value> values) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
      JsonNode value = entry.getValue();
      if (value.isObject()) {
        flatten(key, value, file, values);
      } else if (value.isArray()) {
        List<String> parts = new ArrayList<>();
        value.forEach(v -> parts.add(v.asString()));
        values.put(key, new Value(String.join(",", parts), file));
      } else if (!value.isNull()) {
        values.put(key, new Value(value.asString(), file));
      }
    }
  }

  private static String key(String name, Set<String> known) {
    String flat = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    for (String key : known) {
      if (key.replace('.', '_').equals(flat)) {
        return key;
      }
    }
    return flat;
  }

  private static String firstLine(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
