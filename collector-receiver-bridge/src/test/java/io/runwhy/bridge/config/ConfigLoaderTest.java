package io.runwhy.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
  @TempDir Path folder;

  @Test
  void defaultsAreThoseOfTheRecords() {
    assertThat(ConfigLoader.load("", Map.of())).isEqualTo(BridgeConfig.DEFAULT);
  }

  @Test
  void everyKeyIsMapped() throws IOException {
    BridgeConfig config =
        load(
            """
            kubernetes:
              enabled: false
              cluster_name: prod
              namespaces: [a, b]
              label_selector: app=x
              kubeconfig: /k
              context: c
              presets_file: /p
              page_size: 100
              reconcile: 1h
              watch_idle: 1m
              requests_per_second: 3
            ecs:
              enabled: true
              clusters: [batch, 'arn:aws:ecs:eu-west-1:123456789012:cluster/ml']
              region: eu-west-1
              endpoint: http://localhost:4566
              queue_url: https://sqs.eu-west-1.amazonaws.com/123456789012/q
              consumers: 4
              sweep: 1m
              sweep_with_queue: 20m
              requests_per_second: 2
              visibility: 2m
              services: false
              tags: false
              presets_file: /e
            timeline:
              settle: 1s
              evidence_hold: 2s
              pending_evidence_after: 3s
              recheck: 1m
              replay_window: 2h
              max_runs: 10
              max_finished_runs: 11
            logs:
              policy: never-connected
              tail_lines: 7
              max_bytes: 2048
              max_line_bytes: 512
            otlp:
              endpoint: http://c:4318
              queue_capacity: 200
              batch_size: 9
              metric_interval: 30s
              properties:
                otel.exporter.otlp.headers: a=b
            http:
              host: 0.0.0.0
              port: 1
              token: t
            """);

    assertThat(config.kubernetes())
        .isEqualTo(
            new KubernetesConfig(
                false,
                "prod",
                List.of("a", "b"),
                "app=x",
                "/k",
                "c",
                "/p",
                100,
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                3));
    assertThat(config.ecs())
        .isEqualTo(
            new EcsConfig(
                true,
                List.of("batch", "arn:aws:ecs:eu-west-1:123456789012:cluster/ml"),
                "eu-west-1",
                "http://localhost:4566",
                "https://sqs.eu-west-1.amazonaws.com/123456789012/q",
                4,
                Duration.ofMinutes(1),
                Duration.ofMinutes(20),
                2,
                Duration.ofMinutes(2),
                false,
                false,
                "/e"));
    assertThat(config.timeline())
        .isEqualTo(
            new TimelineConfig(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofMinutes(1),
                Duration.ofHours(2),
                10,
                11));
    assertThat(config.logs())
        .isEqualTo(new LogsConfig(LogsConfig.Policy.NEVER_CONNECTED, 7, 2048, 512));
    assertThat(config.emit())
        .isEqualTo(
            new EmitConfig(
                "http://c:4318",
                200,
                9,
                Duration.ofSeconds(30),
                Map.of("otel.exporter.otlp.headers", "a=b")));
    assertThat(config.http()).isEqualTo(new HttpConfig("0.0.0.0", 1, "t", ""));
  }

  @Test
  void aVariableOverridesTheFile() throws IOException {
    Path file = folder.resolve("runwhy.yaml");
    Files.writeString(file, "http: {port: 1}");

    BridgeConfig config =
        ConfigLoader.load(
            file.toString(),
            Map.of(
                "RUNWHY_HTTP_PORT",
                "2",
                "RUNWHY_KUBERNETES_NAMESPACES",
                "x, y",
                "RUNWHY_TOKEN",
                "t",
                "PATH",
                "/bin"));

    assertThat(config.http().port()).isEqualTo(2);
    assertThat(config.kubernetes().namespaces()).containsExactly("x", "y");
  }

  @Test
  void variablesOfTheAgentExtensionAreNotTheBridges() {
    BridgeConfig config =
        ConfigLoader.load(
            "",
            Map.of(
                "RUNWHY_ENABLED",
                "true",
                "RUNWHY_RUN_ID",
                "given to its children by a program under the extension",
                "RUNWHY_ORCHESTRATOR",
                "prefect",
                "RUNWHY_SPOOL_DIRECTORY",
                "/var/lib/runwhy",
                "RUNWHY_OTLP_PROTOCOL",
                "grpc",
                "RUNWHY_OTLP_ENDPOINT",
                "http://both:4318"));

    assertThat(config.emit().endpoint()).isEqualTo("http://both:4318");
  }

  @Test
  void variablesThatKubernetesSetsForAServiceOfOurNameAreLeftAlone() {
    BridgeConfig config =
        ConfigLoader.load(
            "",
            Map.of(
                "RUNWHY_SERVICE_HOST",
                "10.0.0.7",
                "RUNWHY_BRIDGE_SERVICE_PORT_HTTP",
                "8080",
                "RUNWHY_PORT",
                "tcp://10.0.0.7:8080",
                "RUNWHY_BRIDGE_PORT_8080_TCP_ADDR",
                "10.0.0.7",
                "RUNWHY_OTLP_ENDPOINT",
                "http://both:4318"));

    assertThat(config.emit().endpoint()).isEqualTo("http://both:4318");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http: {prot: 1} | http.prot: unknown key (FILE); did you mean http.port?",
        "http: {port: many} | http.port: \"many\" (FILE): a whole number from 0 to 65535 is expected",
        "timeline: {settle: soon} | timeline.settle: \"soon\" (FILE): a duration from 100ms to 24h is expected, such as 30s, 5m or 1h",
        "logs: {policy: some} | logs.policy: \"some\" (FILE): one of never-connected, abnormal, always is expected",
        "kubernetes: {enabled: maybe} | kubernetes.enabled: \"maybe\" (FILE): true or false is expected",
        "otlp: {endpoint: collector} | otlp.endpoint: \"collector\" (FILE): a URL is expected, such as http://localhost:4318",
        "http: {host: 0.0.0.0} | http.host: \"0.0.0.0\" (FILE): any address but the loopback needs a token: set http.token_file or http.token",
        "ecs: {enabled: true} | ecs.clusters: not set: at least one name or ARN of a cluster is expected when ecs.enabled is true",
        "ecs: {clusters: ['a b']} | ecs.clusters: \"a b\" (FILE): names or ARNs of clusters are expected, such as batch or arn:aws:ecs:eu-west-1:123456789012:cluster/batch; not: a b",
        "ecs: {region: Ireland} | ecs.region: \"Ireland\" (FILE): a Region is expected, such as eu-west-1",
        "ecs: {region: eu-west-2, clusters: ['arn:aws:ecs:eu-west-1:123456789012:cluster/x']} | ecs.clusters: \"arn:aws:ecs:eu-west-1:123456789012:cluster/x\" (FILE): clusters of one Region are expected, that of ecs.region (eu-west-2); watch another Region with another bridge",
        "ecs: {queue_url: my-queue} | ecs.queue_url: \"my-queue\" (FILE): the URL of a queue is expected, such as https://sqs.eu-west-1.amazonaws.com/123456789012/runwhy",
        "ecs: {endpoint: aws} | ecs.endpoint: \"aws\" (FILE): a URL is expected, such as http://localhost:4566",
        "ecs: {visibility: 5s} | ecs.visibility: \"5s\" (FILE): a duration from 30s to 1h is expected, such as 30s, 5m or 1h",
        "kubernetes: {enabled: false} | kubernetes.enabled: \"false\" (FILE): nothing is watched: set this or ecs.enabled to true",
        "[1, 2] | FILE: a map of keys is expected",
      })
  void aProblemNamesKeyValueSourceAndWhatIsAllowed(String yaml, String problem) {
    assertThatThrownBy(() -> load(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessage(problem.replace("FILE", folder.resolve("runwhy.yaml").toString()));
  }

  @Test
  void allProblemsAreToldTogether() {
    assertThatThrownBy(() -> load("http: {port: -1}\nlogs: {tail_lines: 0, unknown: 1}\n"))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void aMissingFileAndBrokenYamlAreNamed() {
    assertThatThrownBy(() -> ConfigLoader.load("/nowhere/x.yaml", Map.of()))
        .hasMessage("/nowhere/x.yaml: the file does not exist");
    assertThatThrownBy(() -> load("a: [")).hasMessageContaining("not valid YAML");
  }

  @Test
  void everyKeyIsInTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("../docs/configuration.md"));

    assertThat(ConfigLoader.keys()).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
  }

  private BridgeConfig load(String yaml) throws IOException {
    Path file = folder.resolve("runwhy.yaml");
    Files.writeString(file, yaml);
    return ConfigLoader.load(file.toString(), Map.of());
  }
}
