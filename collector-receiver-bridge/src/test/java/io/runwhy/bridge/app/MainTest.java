package io.runwhy.bridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.cli.Terminal;
import io.runwhy.bridge.fake.FakeAws;
import io.runwhy.bridge.testing.EcsTasks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private static final String OOM =
      """
      {"kind":"Pod","metadata":{"name":"train","namespace":"ml","uid":"u"},
       "spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"i","resources":{"limits":{"memory":"512Mi"}}}]},
       "status":{"phase":"Failed","containerStatuses":[{"name":"main","state":{"terminated":
         {"exitCode":137,"reason":"OOMKilled","startedAt":"2026-11-01T10:00:00Z","finishedAt":"2026-11-01T10:05:00Z"}}}]}}
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aPodOnTheStandardInputIsExplainedToAPerson() {
    assertThat(run(OOM, "diagnose", "-")).isZero();

    assertThat(out())
        .startsWith("ml/train  Crashed\n")
        .contains("OOM.Container  (confirmed, config)")
        .contains(
            "Container `main` used its whole memory limit of 512Mi and was killed by the kernel.")
        .contains("limits:\n            memory: 768Mi")
        .doesNotContain("\u001B");
    assertThat(err()).isEmpty();
  }

  @Test
  void manyFilesGiveOneLineEachInTheirOrderAndBadOnesStopNothing() throws IOException {
    String good = file("good.json", OOM);
    String broken = file("broken.json", "{\"kind\": \"Pod\", ");
    String service = file("service.json", "{\"kind\": \"Service\"}");

    assertThat(run("", "diagnose", "-o", "json", broken, good, service)).isEqualTo(1);

    String[] lines = out().split("\n");
    assertThat(lines).hasSize(3);
    assertThat(lines[0]).contains("\"file\":\"" + broken + "\"").contains("\"code\":null");
    assertThat(lines[1])
        .contains("\"code\":\"OOM.Container\"")
        .contains("\"confidence\":\"confirmed\"");
    assertThat(lines[2]).contains("there is no Pod and no Job in it");
    assertThat(err()).contains("runwhy: " + broken + " is not valid JSON").doesNotContain("\tat ");
  }

  @Test
  void theAnswerHasTheKeysThatAreDocumented() throws IOException {
    run("", "diagnose", "-o", "json", file("a.json", OOM));

    for (String key :
        new String[] {
          "file",
          "run",
          "code",
          "severity",
          "summary",
          "detail",
          "resolution",
          "confidence",
          "fault_domain",
          "retryable",
          "container",
          "container_role",
          "attempt",
          "evidence",
          "contributing"
        }) {
      assertThat(out()).contains("\"" + key + "\":");
    }
  }

  @Test
  void aLogBesideTheFileIsThatContainersLog() throws IOException {
    String pod = file("p.json", OOM.replace("OOMKilled", "Error").replace("137", "1"));
    file("p.main.log", "starting\nValueError: shard 7 is corrupt\n");
    file("q.main.log", "of another file\n");

    run("", "diagnose", pod);

    assertThat(out())
        .contains("ended with exit code 1 after 5m: ValueError: shard 7 is corrupt")
        .contains("Last words of main")
        .doesNotContain("another");
  }

  @Test
  void yamlIsTakenToo() throws IOException {
    assertThat(
            run(
                "",
                "diagnose",
                file(
                    "p.yaml",
                    "kind: Pod\nmetadata: {name: p, namespace: n}\nstatus: {phase: Running}\n")))
        .isZero();
    assertThat(out()).contains("The run is running; nothing is wrong.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is empty",
        "'   ' | is blank",
        "{ | is not valid JSON",
        "[1] | cannot be diagnosed: there is no Pod and no Job in it",
        "hello | holds no object",
      })
  void anInputThatIsNoneIsNamed(String content, String message) throws IOException {
    String file = file("x.json", content);

    assertThat(run("", "diagnose", file)).isEqualTo(1);
    assertThat(err()).startsWith("runwhy: " + file + " " + message);
    assertThat(out()).isEmpty();
  }

  @Test
  void aDirectoryABinaryAndAMissingFileAreNamed() throws IOException {
    String binary = file("b.json", "\u0000\u0001\u0002");

    assertThat(run("", "diagnose", folder.toString(), binary, "/nowhere.json")).isEqualTo(1);

    assertThat(err())
        .contains(folder + " is a directory; name the files in it")
        .contains(binary + " is not text")
        .contains("/nowhere.json does not exist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "diagnose | Missing required parameter",
        "diagnose --fast | Unknown option: '--fast'",
        "diagnose --fast - | Unknown option: '--fast'",
        "explain many | \"many\" is no exit code",
        "explain OOM.Nothing | \"OOM.Nothing\" is no cause of the catalogue; known are OOM.Container",
        "explain 1 --engine cobol | \"cobol\" is not known; known are",
        "nonsense | Unmatched argument",
        "demo --speed 0 | a number from 0.1 to 100 is expected",
        "bridge --config /nowhere.yaml | /nowhere.yaml: the file does not exist",
      })
  void wrongArgumentsAreNamedWithExitCodeOne(String arguments, String message) {
    assertThat(run("", arguments.split(" "))).isEqualTo(1);
    assertThat(err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void aBridgeThatIsNotThereIsExitCodeTwo() {
    assertThat(run("", "why", "x", "--server", "http://127.0.0.1:1")).isEqualTo(2);
    assertThat(err()).startsWith("runwhy: no bridge answers at http://127.0.0.1:1");
  }

  @Test
  void anExitCodeIsExplained() {
    assertThat(run("", "explain", "oom.container")).isZero();
    assertThat(out()).contains("OOM.Container").contains("What it is").contains("On Amazon ECS");
    assertThat(run("", "explain", "137")).isZero();
    assertThat(out())
        .contains("SIGKILL")
        .contains("possible")
        .contains("only the reason OOMKilled proves memory");
  }

  @Test
  void windowsStatusIsUnderstoodInHex() {
    run("", "explain", "0xC0000005");

    assertThat(out()).contains("STATUS_ACCESS_VIOLATION");
  }

  @Test
  void helpAndVersionAreThere() {
    assertThat(run("", "--help")).isZero();
    assertThat(out()).contains("diagnose").contains("bridge").contains("Exit codes:");
    assertThat(run("", "--version")).isZero();
  }

  @Test
  void aPresetsFileThatKeepsTheBridgeFromStartingIsFoundByTheCheck() throws IOException {
    try (FakeAws aws = new FakeAws()) {
      EcsTasks.giveKeys();
      aws.cluster("batch");
      String presets = file("presets.yaml", "- {name: x}");
      String config =
          file(
              "runwhy.yaml",
              """
              kubernetes: {enabled: false}
              ecs: {enabled: true, clusters: [batch], region: eu-central-1, endpoint: "%s", presets_file: "%s"}
              otlp: {endpoint: "http://127.0.0.1:1"}
              """
                  .formatted(aws.url(), presets));

      assertThat(run("", "check", "--config", config)).isNotZero();
      String checked = out().replaceAll("\\s+", " ");
      assertThat(run("", "bridge", "--config", config)).isEqualTo(1);

      String what = "ecs.presets_file: " + presets + ": presets[0]: name and run_id are needed";
      assertThat(checked).contains("FAILED " + what).contains("ECS cluster");
      assertThat(err()).contains("the bridge cannot be set up: " + what);
    }
  }

  private int run(String stdin, String... args) {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of("COLUMNS", "120"),
            false,
            InstantSource.fixed(Instant.parse("2026-11-01T10:10:00Z")));
    return Main.run(terminal, args);
  }

  private String file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, content);
    return file.toString();
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
