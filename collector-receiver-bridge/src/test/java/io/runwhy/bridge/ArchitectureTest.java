package io.runwhy.bridge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Reads the compiled imports and fails on an arrow that design does not have. */
class ArchitectureTest {
  private static final String ROOT = "io.runwhy.bridge.";

  /** For each room, the rooms it may know. {@code app} knows all and nobody knows {@code app}. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("health", Set.of()),
          Map.entry("config", Set.of("model")),
          Map.entry("logs", Set.of("model", "config")),
          Map.entry("source", Set.of("model", "health", "config", "logs")),
          Map.entry("timeline", Set.of("model", "health", "config", "logs")),
          Map.entry("diagnosis", Set.of("model")),
          Map.entry("emit", Set.of("model", "health", "config", "diagnosis")),
          Map.entry("answer", Set.of("model", "config", "logs", "source", "timeline", "diagnosis")),
          Map.entry("http", Set.of("model", "health", "config", "source", "answer")),
          Map.entry("cli", Set.of("model", "config", "source", "diagnosis", "answer")),
          Map.entry("fake", Set.of()),
          Map.entry("demo", Set.of("model", "fake", "cli", "config")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.runwhy.bridge");

  @Test
  void arrowsPointRight() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass from : CLASSES) {
      String room = room(from);
      from.getDirectDependenciesFromSelf().stream()
          .map(d -> d.getTargetClass())
          .filter(to -> to.getPackageName().startsWith(ROOT))
          .filter(to -> !mayKnow(room, room(to)))
          .forEach(to -> wrong.add(from.getName() + " -> " + to.getName()));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void kubernetesClientEndsInTheSource() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.runwhy.bridge.source..", "io.runwhy.bridge.app..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.fabric8..", "software.amazon.."))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void openTelemetryLivesInEmitOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.runwhy.bridge.emit..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.opentelemetry.."))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static boolean mayKnow(String from, String to) {
    return from.equals(to)
        || from.equals("app")
        || MAY_KNOW.getOrDefault(from, Set.of()).contains(to);
  }

  private static String room(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
