package io.runwhy.extension.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * A program in a JVM of its own under the real OpenTelemetry agent and the packaged extension. Its
 * agent, mode and JDK can be chosen; without a choice: the newest agent, only our modules, first
 * compiler only, the JDK of the test.
 */
public final class AgentJvm {
  /** The newest agent that is tested. */
  public static final String NEWEST = "2.33.1";

  /** Where the extension was built; the tests of another module say it. */
  private static final Path TARGET =
      Path.of(System.getProperty("runwhy.extension.target", "target")).toAbsolutePath();

  private final List<String> options = new ArrayList<>();
  private final List<String> program = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Path java = Path.of(System.getProperty("java.home"), "bin", "java");
  private String agent = NEWEST;
  private String classPath = System.getProperty("java.class.path");
  private boolean extension = true;
  private boolean lifecycleOnly = true;

  private AgentJvm() {}

  /** A main class of the test's class path, with its arguments. */
  public static AgentJvm of(Class<?> main, String... arguments) {
    AgentJvm jvm = new AgentJvm();
    jvm.program.add(main.getName());
    jvm.program.addAll(List.of(arguments));
    return jvm;
  }

  /** A main class by name, found on {@link #classPath}. */
  public static AgentJvm of(String main, String... arguments) {
    AgentJvm jvm = new AgentJvm();
    jvm.program.add(main);
    jvm.program.addAll(List.of(arguments));
    return jvm;
  }

  /** The packaged extension. */
  public static Path extensionJar() {
    return existing(TARGET.resolve("runwhy-otel-extension.jar"));
  }

  /** A published agent, copied by the build. */
  public static Path agentJar(String version) {
    return existing(TARGET.resolve("agents/opentelemetry-javaagent-" + version + ".jar"));
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(file + " is missing: run the package phase first");
    }
    return file;
  }

  public AgentJvm agent(String version) {
    agent = version;
    return this;
  }

  /** Runs it under the agent alone. */
  public AgentJvm withoutExtension() {
    extension = false;
    return this;
  }

  /** With all instrumentations of the agent, not ours alone. */
  public AgentJvm withAllInstrumentations() {
    lifecycleOnly = false;
    return this;
  }

  public AgentJvm java(Path executable) {
    java = executable;
    return this;
  }

  /**
   * On another JDK: 17 is that of the test, others are those that RUNWHY_TEST_JDK_VERSION names or
   * that lie where Debian puts them. Where there is none the test is skipped, with a printed line.
   */
  public AgentJvm jdk(String version) {
    return version.equals("17") ? this : java(installed(version));
  }

  private static Path installed(String version) {
    String variable = "RUNWHY_TEST_JDK_" + version;
    String named = System.getenv(variable);
    List<Path> homes = new ArrayList<>();
    if (named != null) {
      homes.add(Path.of(named));
    }
    try (var found = Files.newDirectoryStream(Path.of("/usr/lib/jvm"), "*-" + version + "-*")) {
      found.forEach(homes::add);
    } catch (IOException none) {
      // no such place
    }
    for (Path home : homes) {
      Path java = home.resolve("bin").resolve("java");
      if (Files.isExecutable(java)) {
        return java;
      }
    }
    String why =
        "skipped: no JDK " + version + "; install one, or set " + variable + " to its home";
    System.out.println(why);
    throw new TestAbortedException(why);
  }

  public AgentJvm classPath(String path) {
    classPath = path;
    return this;
  }

  /** JVM options, for example {@code -Drunwhy.run.id=x}. */
  public AgentJvm options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  public AgentJvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Exports to this receiver, spans at once. */
  public AgentJvm exportTo(OtlpReceiver receiver) {
    return options(
        "-Dotel.exporter.otlp.endpoint=" + receiver.url(),
        "-Dotel.bsp.schedule.delay=100",
        "-Dotel.metrics.exporter=none",
        "-Dotel.logs.exporter=none");
  }

  /** Starts it; its output goes to files below {@code directory}. */
  public Running start(Path directory) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-javaagent:" + agentJar(agent));
    if (extension) {
      command.add("-Dotel.javaagent.extensions=" + extensionJar());
    }
    if (lifecycleOnly) {
      command.add("-Dotel.instrumentation.common.default-enabled=false");
    }
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.addAll(program);
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().keySet().removeIf(k -> k.startsWith("OTEL_") || k.startsWith("JAVA_"));
      // no test adopts what another left, and no child of it
      builder.environment().put("RUNWHY_SPOOL_DIRECTORY", directory.resolve("spool").toString());
      builder.environment().putAll(environment);
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end. */
  public Ended run(Path directory) {
    return start(directory).await();
  }

  /** A JVM that was started. */
  public record Running(Process process, Path out, Path err) {
    /** Longest life of one, in seconds. */
    static final int LIMIT = 120;

    public Ended await() {
      try {
        if (!process.waitFor(LIMIT, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
          throw new AssertionError("still running after " + LIMIT + " s\n" + errors());
        }
        return new Ended(process.exitValue(), output(), errors());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    public String output() {
      return read(out);
    }

    public String errors() {
      return read(err);
    }

    private static String read(Path file) {
      try {
        return Files.readString(file, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What a JVM left. */
  public record Ended(int exitCode, String output, String errors) {}
}
