package io.runwhy.extension.kubernetes;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.ClientProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A program in src/test/resources/kubernetes-clients, compiled against the class path of one
 * client.
 */
final class KubernetesProgram {
  private KubernetesProgram() {}

  /**
   * Compiles it.
   *
   * @param client directory in src/test/clients
   * @param pairs texts of the source and what is put in their places
   * @return ready to be started with the URL of an API server
   */
  static AgentJvm compiled(
      String program, String client, Path directory, String url, List<String> pairs) {
    try {
      String source =
          Files.readString(Path.of("src/test/resources/kubernetes-clients/" + program + ".java"));
      for (int i = 0; i < pairs.size(); i += 2) {
        source = source.replace(pairs.get(i), pairs.get(i + 1));
      }
      Path sources = Files.createDirectories(directory.resolve("sources"));
      Files.writeString(sources.resolve(program + ".java"), source);
      return ClientProgram.compile(sources, client, directory, api())
          .jvm(program, url)
          .options("-Dotel.instrumentation.opentelemetry-api.enabled=true");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The API that the program makes its own spans with. */
  private static List<Path> api() {
    Set<Path> api = new LinkedHashSet<>();
    for (Class<?> type : List.of(OpenTelemetry.class, Context.class, ComponentLoader.class)) {
      try {
        api.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    return List.copyOf(api);
  }
}
