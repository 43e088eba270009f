package io.runwhy.extension.testing;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A program of {@code src/test/clients/NAME}, compiled against its own class path. */
public final class ClientProgram {
  private final List<Path> classPath;

  private ClientProgram(List<Path> classPath) {
    this.classPath = classPath;
  }

  public static ClientProgram compile(String client, Path directory) {
    return compile(client, client, directory);
  }

  /**
   * A program that several class paths share.
   *
   * @param name of its directory
   * @param client whose class path it is compiled against
   */
  public static ClientProgram compile(String name, String client, Path directory) {
    return compile(Path.of("src/test/clients", name), client, directory, List.of());
  }

  /**
   * A program of any directory.
   *
   * @param more what it needs beside the client, in front of it
   */
  public static ClientProgram compile(
      Path program, String client, Path directory, List<Path> more) {
    Path classes = directory.resolve("classes-" + client);
    try (Stream<Path> sources = Files.list(program)) {
      List<Path> path =
          Stream.of(Stream.of(classes), more.stream(), jars(client)).flatMap(p -> p).toList();
      Files.createDirectories(classes);
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      StringWriter messages = new StringWriter();
      boolean well =
          compiler
              .getTask(
                  messages,
                  null,
                  null,
                  List.of("-d", classes.toString(), "-proc:none", "-nowarn", "-cp", text(path)),
                  null,
                  compiler
                      .getStandardFileManager(null, null, null)
                      .getJavaFileObjectsFromPaths(
                          sources.filter(f -> f.toString().endsWith(".java")).toList()))
              .call();
      if (!well) {
        throw new AssertionError(program + " does not compile against " + client + "\n" + messages);
      }
      return new ClientProgram(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> jars(String client) throws IOException {
    Path file = Path.of("target/clients", client, "classpath.txt");
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(
          file + " is missing: run the pre-integration-test phase first");
    }
    return Stream.of(Files.readString(file).strip().split(File.pathSeparator)).map(Path::of);
  }

  /** Its main class under the agent. */
  public AgentJvm jvm(String main, String... arguments) {
    return AgentJvm.of(main, arguments).classPath(text(classPath));
  }

  /** Calls a static method of it in this JVM, with a file. */
  public Object call(String type, String method, File argument)
      throws ReflectiveOperationException {
    URL[] urls = classPath.stream().map(ClientProgram::url).toArray(URL[]::new);
    ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    return loader.loadClass(type).getMethod(method, File.class).invoke(null, argument);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(List<Path> path) {
    return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
