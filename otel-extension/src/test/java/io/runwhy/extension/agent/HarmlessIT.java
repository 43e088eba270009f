package io.runwhy.extension.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.extension.testing.AgentJvm;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs with odd habits, in a small heap and without a Collector: the same with and without. */
class HarmlessIT {
  @TempDir Path directory;

  /** A program with one odd habit. */
  static final class Odd {
    /** Standard output itself, whatever System.out is. */
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    public static void main(String[] arguments) throws Exception {
      switch (arguments[0]) {
        case "streams" -> {
          System.setOut(new PrintStream(new ByteArrayOutputStream(), false, UTF_8));
          System.setErr(new PrintStream(new ByteArrayOutputStream(), false, UTF_8));
          Thread.setDefaultUncaughtExceptionHandler(
              (thread, e) -> {
                say("handler " + e);
                Runtime.getRuntime().halt(7);
              });
          throw new IllegalStateException("boom");
        }
        case "exit-in-hook" -> {
          Thread halt =
              new Thread(
                  () -> {
                    say("hook");
                    new Thread(() -> Runtime.getRuntime().halt(9)).start();
                    System.exit(8); // which waits for ever
                  });
          Runtime.getRuntime().addShutdownHook(halt);
          System.exit(1);
        }
        case "many" -> say(Integer.toString(many()));
        default -> large();
      }
    }

    /** 500 processes by eight threads; the sum of what they print and of their exit codes. */
    private static int many() throws Exception {
      ExecutorService pool = Executors.newFixedThreadPool(8);
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        int n = i;
        results.add(
            pool.submit(
                () -> {
                  Process process =
                      new ProcessBuilder("sh", "-c", "echo " + n + "; exit " + n % 7).start();
                  String out = new String(process.getInputStream().readAllBytes(), UTF_8);
                  return Integer.parseInt(out.strip()) + process.waitFor();
                }));
      }
      int sum = 0;
      for (Future<Integer> result : results) {
        sum += result.get();
      }
      pool.shutdown();
      return sum;
    }

    /** An environment of 1.1 MiB, then one value more than the kernel takes. */
    private static void large() throws Exception {
      ProcessBuilder builder = new ProcessBuilder("sh", "-c", "echo ${#BIG} ${#V99}; exit 5");
      builder.environment().put("BIG", "x".repeat(127 << 10));
      for (int i = 0; i < 100; i++) {
        builder.environment().put("V" + i, "x".repeat(10_000));
      }
      Process process = builder.start();
      say(new String(process.getInputStream().readAllBytes(), UTF_8) + process.waitFor());
      builder.environment().put("BIG", "x".repeat(129 << 10));
      try {
        say("started " + builder.start().pid());
      } catch (IOException e) {
        say(String.valueOf(e.getMessage()));
      }
      say(Boolean.toString(builder.environment().containsKey("RUNWHY_RUN_PID")));
    }

    private static void say(String line) {
      try {
        OUT.write((line + '\n').getBytes(UTF_8));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"streams, 7", "exit-in-hook, 9", "many, 0", "large, 0"})
  void outputAndExitCodeAreTheSame(String habit, int exitCode) {
    AgentJvm.Ended without = jvm(habit).withoutExtension().run(directory);
    AgentJvm.Ended with = jvm(habit).run(directory);

    assertThat(without.exitCode()).as(without.errors()).isEqualTo(exitCode);
    assertThat(with.exitCode()).as(with.errors()).isEqualTo(exitCode);
    assertThat(without.output()).isNotEmpty();
    assertThat(with.output()).isEqualTo(without.output());
    assertThat(with.errors().lines().filter(l -> l.contains("runwhy: ")))
        .as("two lines at most, without a Collector")
        .hasSizeLessThanOrEqualTo(2);
  }

  private static AgentJvm jvm(String habit) {
    return AgentJvm.of(Odd.class, habit)
        .options(
            "-XX:+UseSerialGC",
            "-Xmx32m",
            "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:1",
            "-Dotel.java.exporter.otlp.retry.disabled=true")
        .environment("RUNWHY_RUN_ID", "odd");
  }
}
