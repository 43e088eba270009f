package io.runwhy.bridge.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.diagnosis.Catalogue;
import io.runwhy.bridge.testing.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One file a situation: objects in, the whole answer out. {@code recorded} holds what a real
 * cluster left behind, {@code cases} what was written by hand for one code each, {@code field}
 * incidents in the dialects of many clusters, written without knowledge of the rules. Beside
 * NAME.json or NAME.yaml lie NAME.CONTAINER.log and NAME.expected.json. The question is asked a
 * minute after the newest time in the file. With {@code -Dcases.update=true} the expectations are
 * written anew; read the difference before you commit it.
 */
class CasesTest {
  private static final Path ROOT = Path.of("src/test/resources");
  private static final Pattern TIME =
      Pattern.compile(
          "20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
              + "|(?<![\\w.:/-])(1[789][0-9]{8})(?:\\.[0-9]{1,9})?(?![\\w/-])");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Codes that are kept for what no rule can meet today. */
  private static final Set<String> RESERVED =
      Set.of(
          "App.Other",
          "Deadline.Other",
          "Deleted.Other",
          "Dependency.Other",
          "Host.Other",
          "OOM.Other",
          "Probe.Other",
          "Runtime.Other",
          "Sidecar.Other");

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void answerIsAsExpected(String name) throws Exception {
    Path file = ROOT.resolve(name);
    String text = Files.readString(file);
    Instant now = newest(text).plusSeconds(60);
    JsonNode answer =
        AnswerJson.answers(new LocalDiagnosis().diagnose("", Yaml.file(file), logs(file), now));
    Path expected = file.resolveSibling(base(file) + ".expected.json");
    String actual = JSON.writeValueAsString(answer) + "\n";
    if (Boolean.getBoolean("cases.update")) {
      Files.writeString(expected, actual);
    }
    assertThat(expected).as("no expectation; see the class comment").exists();
    assertThat(actual).isEqualTo(Files.readString(expected));
  }

  /** Look-alikes: a case may name codes in its field "not" that nobody may read out of it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void lookAlikesAreNotTaken(String name) throws IOException {
    Path file = ROOT.resolve(name);
    JsonNode expected =
        JSON.readTree(Files.readString(file.resolveSibling(base(file) + ".expected.json")));
    List<String> not = new ArrayList<>();
    Yaml.file(file).path("not").forEach(n -> not.add(n.asString()));

    assertThat(not).doesNotContain(expected.path("code").asString(""));
  }

  @Test
  void everyCodeHasACaseAndALookAlike() throws IOException {
    Set<String> seen = new TreeSet<>();
    Set<String> lookAlikes = new TreeSet<>();
    for (String name : cases().toList()) {
      Path file = ROOT.resolve(name);
      JsonNode expected =
          JSON.readTree(Files.readString(file.resolveSibling(base(file) + ".expected.json")));
      seen.add(expected.path("code").asString(""));
      expected.path("contributing").forEach(c -> seen.add(c.path("code").asString("")));
      Yaml.file(file).path("not").forEach(n -> lookAlikes.add(n.asString()));
    }
    Set<String> codes = new TreeSet<>();
    Catalogue.standard().entries().forEach(e -> codes.add(e.code()));
    codes.removeAll(RESERVED);
    codes.removeAll(toldBySubmitters());

    assertThat(seen).as("codes of the cases").containsAll(codes);
    assertThat(lookAlikes).as("codes in a field \"not\"").containsAll(codes);
  }

  /** What only a submitter sees; RefusalsTest of run-conventions has their cases. */
  private static Set<String> toldBySubmitters() {
    Set<String> codes = new TreeSet<>();
    for (String file : List.of("submit-kubernetes", "submit-unreachable", "submit-process")) {
      Path catalogue =
          Path.of("src/main/resources/io/runwhy/bridge/diagnosis/catalogue/" + file + ".yaml");
      Yaml.file(catalogue).forEach(entry -> codes.add(entry.path("code").asString()));
    }
    return codes;
  }

  static Stream<String> cases() throws IOException {
    List<String> names = new ArrayList<>();
    for (String folder : List.of("recorded", "cases", "field")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files
            .map(f -> ROOT.relativize(f).toString())
            .filter(f -> f.endsWith(".json") || f.endsWith(".yaml"))
            .filter(f -> !f.endsWith(".expected.json"))
            .forEach(names::add);
      }
    }
    return names.stream().sorted();
  }

  private static Map<String, byte[]> logs(Path file) throws IOException {
    Map<String, byte[]> logs = new TreeMap<>();
    String base = base(file) + ".";
    try (Stream<Path> siblings = Files.list(file.getParent())) {
      for (Path sibling : siblings.toList()) {
        String name = sibling.getFileName().toString();
        if (name.startsWith(base) && name.endsWith(".log")) {
          logs.put(
              name.substring(base.length(), name.length() - ".log".length()),
              Files.readString(sibling).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return logs;
  }

  private static String base(Path file) {
    return file.getFileName().toString().replaceFirst("\\.(json|yaml)$", "");
  }

  private static Instant newest(String text) {
    Instant newest = Instant.parse("2026-01-01T00:00:00Z");
    Matcher matcher = TIME.matcher(text);
    while (matcher.find()) {
      Instant time =
          matcher.group(1) == null
              ? OffsetDateTime.parse(matcher.group()).toInstant()
              : Instant.ofEpochSecond(Long.parseLong(matcher.group(1)));
      newest = time.isAfter(newest) ? time : newest;
    }
    return newest;
  }
}
