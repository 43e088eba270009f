package io.runwhy.bridge.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.testing.Yaml;
import io.runwhy.conventions.DataFile;
import io.runwhy.conventions.Preset;
import io.runwhy.conventions.refusal.TextPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The data files of run-conventions are made from the bridge's own, and are not stale. */
class ConventionsFilesTest {
  private static final Path DATA = Path.of("src/main/resources/io/runwhy/bridge");
  private static final Path TARGET =
      Path.of("../run-conventions/src/main/resources/io/runwhy/conventions");
  private static final String HEAD =
      "# Generated from the bridge's data files; do not edit. ConventionsFilesTest says how.\n";

  /** Tables of which a refusal is told as on Amazon ECS; the others as they are. */
  private static final Set<String> ON_ECS = Set.of("ecs-submit", "ecs-placement");

  private static final List<String> TABLES =
      List.of(
          "pod-create",
          "kubernetes-answer",
          "kubernetes-status",
          "ecs-submit",
          "ecs-placement",
          "unreachable",
          "process");

  /** Codes that no row names. */
  private static final List<String> WITHOUT_ROW =
      List.of(
          "PodCreate.Other",
          "Submit.Unreachable",
          "Submit.ProcessOther",
          "Submit.Other",
          "Submit.InstanceInvalid",
          "Capacity.Other",
          "Runtime.StatusLost");

  private record Generated(String file, String text) {
    @Override
    public String toString() {
      return file;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("generated")
  void fileIsUpToDate(Generated generated) throws IOException {
    Path file = TARGET.resolve(generated.file());
    if (Boolean.getBoolean("docs.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated.text());
    }

    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as(
            "%s is stale: ./mvnw -pl collector-receiver-bridge -am test -Dtest=ConventionsFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update=true",
            file)
        .isEqualTo(generated.text());
  }

  static Stream<Generated> generated() {
    return Stream.of(
        new Generated("refusal/patterns.txt", patterns()),
        new Generated("refusal/texts.txt", texts()),
        new Generated("presets.txt", presets()),
        new Generated("exit-codes.txt", exitCodes()));
  }

  private static String patterns() {
    StringBuilder text = new StringBuilder(HEAD);
    for (String table : TABLES) {
      for (JsonNode row : Yaml.file(DATA.resolve("diagnosis/patterns/" + table + ".yaml"))) {
        text.append('\n').append(DataFile.line("table", table));
        add(text, row, "code", "code");
        add(text, row, "confidence", "confidence");
        TextPattern.PARTS.forEach(part -> add(text, row, part, part));
        row.path("capture")
            .properties()
            .forEach(
                e -> text.append(DataFile.line("capture." + e.getKey(), string(e.getValue()))));
        row.path("values")
            .properties()
            .forEach(e -> text.append(DataFile.line("value." + e.getKey(), string(e.getValue()))));
      }
    }
    JsonNode names = Yaml.file(DATA.resolve("diagnosis/patterns/ecs-values.yaml"));
    for (String name : names.propertyNames()) {
      text.append('\n').append(DataFile.line("name", name));
      add(text, names, name, "expression");
    }
    return text.toString();
  }

  private static String texts() {
    Set<String> codes = new TreeSet<>(WITHOUT_ROW);
    Set<String> onEcs = new TreeSet<>(WITHOUT_ROW);
    for (String table : TABLES) {
      for (JsonNode row : Yaml.file(DATA.resolve("diagnosis/patterns/" + table + ".yaml"))) {
        (ON_ECS.contains(table) ? onEcs : codes).add(row.path("code").asString());
      }
    }
    StringBuilder text = new StringBuilder(HEAD);
    for (CatalogueEntry entry : Catalogue.standard().entries()) {
      boolean own = onEcs.contains(entry.code()) && entry.onEcs() != null;
      if (codes.contains(entry.code()) || (onEcs.contains(entry.code()) && !own)) {
        entry(text, entry, "");
      }
      if (own) {
        entry(text, entry.ofEcs(), "ecs");
      }
    }
    return text.toString();
  }

  private static void entry(StringBuilder text, CatalogueEntry entry, String on) {
    text.append('\n').append(DataFile.line("code", entry.code()));
    if (!on.isEmpty()) {
      text.append(DataFile.line("on", on));
    }
    text.append(DataFile.line("severity", lower(entry.severity())))
        .append(DataFile.line("fault_domain", lower(entry.faultDomain())))
        .append(DataFile.line("retryable", lower(entry.retryable())))
        .append(DataFile.line("summary", entry.summary()))
        .append(DataFile.line("resolution", entry.resolution()));
  }

  private static String presets() {
    StringBuilder text = new StringBuilder(HEAD);
    for (String table : List.of("kubernetes", "ecs")) {
      for (JsonNode row : Yaml.file(DATA.resolve("source/" + table + "/presets.yaml"))) {
        text.append('\n').append(DataFile.line("table", table));
        add(text, row, "name", "name");
        add(text, row, "when", "when");
        for (Preset.Field field : Preset.Field.values()) {
          add(text, row, field.key(), field.key());
        }
        add(text, row, "main_any", "main");
        add(text, row, "main", "main");
      }
    }
    return text.toString();
  }

  /** What is true of any program, and the status of Windows, which no other code can be. */
  private static String exitCodes() {
    StringBuilder text = new StringBuilder(HEAD);
    for (JsonNode row : Yaml.file(DATA.resolve("diagnosis/exit-codes.yaml"))) {
      String engine = row.path("engine").asString("");
      if (engine.isEmpty() || engine.equals("windows")) {
        boolean range = row.has("from");
        text.append('\n');
        add(text, row, range ? "from" : "code", "from");
        add(text, row, range ? "to" : "code", "to");
        add(text, row, "title", "title");
      }
    }
    return text.toString();
  }

  /** One line for each value; a text that is no list counts as a list of one. */
  private static void add(StringBuilder text, JsonNode row, String key, String as) {
    JsonNode value = row.get(key);
    if (value != null && value.isArray()) {
      value.forEach(v -> text.append(DataFile.line(as, string(v))));
    } else if (value != null) {
      text.append(DataFile.line(as, string(value)));
    }
  }

  private static String string(JsonNode value) {
    return value.asString();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
