package io.runwhy.bridge.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.samskivert.mustache.Mustache;
import io.runwhy.conventions.refusal.EcsNames;
import io.runwhy.conventions.refusal.TextPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private static final Path SOURCES = Path.of("src/main/java/io/runwhy/bridge/diagnosis");
  private static final Path SHARED =
      Path.of("../run-conventions/src/main/java/io/runwhy/conventions/refusal");
  private static final Path DATA = Path.of("src/main/resources/io/runwhy/bridge/diagnosis");
  private static final Pattern CODE = Pattern.compile("\"([A-Z][A-Za-z]+\\.[A-Z][A-Za-z0-9]+)\"");
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{[#^/]?([a-z_]+)}}");

  @Test
  void everyCodeOfTheRulesIsInTheCatalogue() throws IOException {
    Set<String> known = codes();
    Set<String> named = found(SOURCES, CODE);
    named.addAll(found(SHARED, CODE));
    for (String code : named) {
      // A prefix of several codes is used to compare families of them.
      assertThat(known).anyMatch(k -> k.startsWith(code));
    }
    for (String code : found(DATA, Pattern.compile("code: ([A-Z][A-Za-z]+\\.[A-Z][A-Za-z0-9]+)"))) {
      assertThat(known).contains(code);
    }
  }

  @Test
  void everyValueOfATextIsGivenByARuleOrAPattern() throws IOException {
    Set<String> given = found(SOURCES, Pattern.compile("\"([a-z_]+)\""));
    given.addAll(found(SHARED, Pattern.compile("\"([a-z_]+)\"")));
    given.addAll(found(DATA.resolve("patterns"), Pattern.compile("([a-z_]+): \\[?\"")));
    given.addAll(found(DATA.resolve("patterns"), Pattern.compile("values: \\{([a-z_]+):")));
    Set<String> wanted = new TreeSet<>();
    for (CatalogueEntry entry : Catalogue.standard().entries()) {
      Matcher matcher = VARIABLE.matcher(entry.summary() + entry.detail() + entry.resolution());
      while (matcher.find()) {
        wanted.add(matcher.group(1));
      }
    }

    assertThat(given).containsAll(wanted);
  }

  @ParameterizedTest
  @MethodSource
  void textsReadWellWithoutAnyValue(CatalogueEntry entry) {
    Mustache.Compiler compiler =
        Mustache.compiler().escapeHTML(false).emptyStringIsFalse(true).defaultValue("");
    String summary = compiler.compile(entry.summary()).execute(Map.of());
    String resolution = compiler.compile(entry.resolution()).execute(Map.of());

    assertThat(summary).isNotBlank().doesNotContain("{{");
    assertThat(resolution).isNotBlank().doesNotContain("{{");
    assertThat(entry.what()).endsWith(".");
    assertThat(entry.how()).endsWith(".");
  }

  static Stream<CatalogueEntry> textsReadWellWithoutAnyValue() {
    return Catalogue.standard().entries().stream();
  }

  @Test
  void everyFamilyHasACodeForTheUnknown() {
    Set<String> without = new TreeSet<>();
    for (CatalogueEntry entry : Catalogue.standard().entries()) {
      String family = entry.family();
      List<String> unknown = List.of(family + ".Other", family + ".Unknown", family + ".Failed");
      if (codes().stream().noneMatch(unknown::contains)) {
        without.add(family);
      }
    }

    assertThat(without).isEmpty();
  }

  @Test
  void causesPageIsUpToDate() throws IOException {
    Path page = Path.of("../docs/causes.md");
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(page, CausesPage.render());
    }

    assertThat(Files.readString(page))
        .as(
            "docs/causes.md is stale: ./mvnw -pl collector-receiver-bridge -am test -Dtest=CatalogueTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update=true")
        .isEqualTo(CausesPage.render());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "x509",
        "not found ",
        "exec: \"",
        "stat ",
        "secret \"",
        "volume \"",
        "0",
        "{",
        "\\"
      })
  void patternsAreLinearOnAMegabyte(String unit) {
    String text = unit.repeat(1_000_000 / unit.length());

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (String table :
              List.of(
                  "image",
                  "config",
                  "create-container",
                  "start",
                  "scheduler",
                  "pod-create",
                  "kubernetes-answer",
                  "kubernetes-status",
                  "unreachable",
                  "process",
                  "pod-start-events",
                  "evicted",
                  "node-admission",
                  "ecs-stops",
                  "ecs-placement",
                  "ecs-submit",
                  "ecs-init",
                  "ecs-image",
                  "ecs-start")) {
            PatternTable loaded = PatternTable.load(table);
            loaded.first(text);
            loaded.rows().forEach(r -> r.capture(TextPattern.scanned(text)));
          }
          EcsText.of(text, List.of("registry.example.com/ml/train:1"));
          EcsText.inner(text);
          EcsNames.of(text);
        });
  }

  private static Set<String> codes() {
    Set<String> codes = new TreeSet<>();
    Catalogue.standard().entries().forEach(e -> codes.add(e.code()));
    return codes;
  }

  private static Set<String> found(Path folder, Pattern pattern) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
          found.add(matcher.group(1));
        }
      }
    }
    return found;
  }
}
