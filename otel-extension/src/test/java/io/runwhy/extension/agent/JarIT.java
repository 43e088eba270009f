package io.runwhy.extension.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.extension.testing.AgentJvm;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is in the two artefacts. */
class JarIT {
  private static final int JAVA_8 = 52;

  @Test
  void everyClassIsJava8BytecodeOfOurs() throws IOException {
    TreeMap<String, Integer> others = new TreeMap<>();
    try (JarFile jar = new JarFile(AgentJvm.extensionJar().toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          in.readInt();
          in.readUnsignedShort();
          int version = in.readUnsignedShort();
          if (version != JAVA_8 || !entry.getName().startsWith("io/runwhy/")) {
            others.put(entry.getName(), version);
          }
        }
      }
    }
    assertThat(others).isEmpty();
  }

  @Test
  void onlyTheThreeEntryPointsThatSurviveUpgradesAreUsed() throws IOException {
    assertThat(services(AgentJvm.extensionJar()))
        .containsExactly(
            "io.opentelemetry.javaagent.extension.AgentListener",
            "io.opentelemetry.javaagent.extension.ignore.IgnoredTypesConfigurer",
            "io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule");
  }

  @Test
  void theSingleFileIsTheOfficialAgentWithTheExtensionAndBothLicences() throws IOException {
    Set<String> added = names(Path.of("target/runwhy-javaagent.jar"));
    added.removeAll(names(AgentJvm.agentJar(AgentJvm.NEWEST)));
    assertThat(added)
        .filteredOn(name -> !name.endsWith("/"))
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                "META-INF/runwhy/LICENSE",
                "META-INF/runwhy/NOTICE",
                "extensions/runwhy-otel-extension.jar"));
    assertThat(names(Path.of("target/runwhy-javaagent.jar")))
        .containsAll(names(AgentJvm.agentJar(AgentJvm.NEWEST)))
        .contains("META-INF/licenses/licenses.md");
  }

  private static Set<String> services(Path jar) throws IOException {
    return names(jar).stream()
        .filter(n -> n.startsWith("META-INF/services/") && !n.endsWith("/"))
        .map(n -> n.substring("META-INF/services/".length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(JarEntry::getName).collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
