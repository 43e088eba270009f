package io.runwhy.extension.kubernetes;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.runwhy.extension.testing.AgentJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** A program in src/test/resources/clients, compiled against the class path of one client. */
final class ClientProgram {
  private ClientProgram() {}

  /**
   * Compiles it.
   *
   * @param client directory in src/test/kubernetes-clients
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
      Path classes = Files.createDirectories(directory.resolve("classes"));
      Path file = Files.writeString(directory.resolve(program + ".java"), source);
      String classPath = classPath(client);
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  null,
                  null,
                  "-nowarn",
                  "-proc:none",
                  "-cp",
                  classPath,
                  "-d",
                  classes.toString(),
                  file.toString());
      if (result != 0) {
        throw new AssertionError(program + " does not compile against " + client);
      }
      return AgentJvm.of(program, url)
          .classPath(classes + java.io.File.pathSeparator + classPath)
          .options("-Dotel.instrumentation.opentelemetry-api.enabled=true");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath(String client) throws IOException {
    Path file = Path.of("target/kubernetes-clients", client, "classpath.txt");
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(
          file + " is missing: run the pre-integration-test phase first");
    }
    Set<Path> api = new LinkedHashSet<>();
    for (Class<?> type : List.of(OpenTelemetry.class, Context.class, ComponentLoader.class)) {
      try {
        api.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    String ours =
        api.stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator));
    return ours + java.io.File.pathSeparator + Files.readString(file).strip();
  }
}
