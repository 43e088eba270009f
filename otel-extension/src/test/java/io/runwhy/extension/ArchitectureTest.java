package io.runwhy.extension;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
  private static final String ROOT = "io.runwhy.extension.";

  private static final Set<String> BASE = Set.of("hook", "config", "emit", "run", "submit");

  /** For each room, the rooms it may know. {@code agent} knows all and nobody knows it. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("hook", Set.of()),
          Map.entry("config", Set.of()),
          Map.entry("run", Set.of("config", "emit")),
          Map.entry("emit", Set.of("config")),
          Map.entry("submit", Set.of("config", "emit", "run")),
          Map.entry("stamp", Set.of("hook", "config", "run")),
          Map.entry("kubernetes", union("stamp")),
          Map.entry("ecs", union("stamp")),
          Map.entry("process", union("stamp", "resource")),
          Map.entry("signal", union("resource")),
          Map.entry("code", BASE),
          Map.entry("resource", BASE));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.runwhy.extension");

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
  void nothingButTheJdkAndTheAgentIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            not(
                resideInAnyPackage(
                    "java..",
                    "io.runwhy..",
                    "io.opentelemetry..",
                    "net.bytebuddy..",
                    "org.checkerframework..")))
        .check(CLASSES);
  }

  @Test
  void internalTypesOfTheAgentAreLeftAlone() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.opentelemetry..internal..", "io.opentelemetry..incubator.."))
        .check(CLASSES);
  }

  @Test
  void whatIsCopiedIntoOtherLoadersUsesTheJdkAlone() {
    classes()
        .that()
        .haveNameMatching("io\\.runwhy\\.extension\\.hook\\.Hooks.*")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "org.checkerframework..")
                .or(JavaClass.Predicates.type(io.runwhy.extension.hook.Hooks.class)))
        .check(CLASSES);
  }

  private static boolean mayKnow(String from, String to) {
    return from.equals(to)
        || from.equals("agent")
        || MAY_KNOW.getOrDefault(from, Set.of()).contains(to);
  }

  private static Set<String> union(String... more) {
    Set<String> all = new TreeSet<>(BASE);
    all.addAll(Set.of(more));
    return all;
  }

  private static String room(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
