package io.runwhy.extension.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.OtlpReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Children of a program, each way to start one and to lose it. */
class ChildrenIT {
  @TempDir Path directory;

  /** Starts children in all ways, and prints what it sees of them. */
  static final class StartsChildren {
    public static void main(String[] arguments) throws Exception {
      System.out.println(new ProcessBuilder("true").start().waitFor());
      System.out.println(new ProcessBuilder("sh", "-c", "exit 7").start().waitFor());
      Process asked = new ProcessBuilder("sleep", "60").start();
      asked.destroy();
      System.out.println(asked.waitFor());
      Process killed = new ProcessBuilder("sleep", "61").start();
      killed.destroyForcibly();
      System.out.println(killed.waitFor());
      System.out.println(new ProcessBuilder("sh", "-c", "kill -9 $$").start().waitFor());
      try {
        new ProcessBuilder("no-such-program", "--password", "hunter2").start();
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
      ProcessBuilder reused =
          new ProcessBuilder(
              "sh",
              "-c",
              "echo $OWN $LC_ODD; env | sort | grep -v -e TRACEPARENT -e RUNWHY_RUN -e '^_='");
      reused.environment().put("OWN", "mine");
      reused.environment().remove("GONE");
      System.out.println(text(reused.start()));
      System.out.println(text(reused.start()));
      System.out.println(reused.environment().containsKey("TRACEPARENT"));
      System.out.println(reused.environment().containsKey("RUNWHY_RUN_ID"));
      String[] odd = {"A=1", "nonsense", "=B=2", "C=", "D=x=y"};
      System.out.println(
          text(Runtime.getRuntime()
                  .exec(new String[] {"/bin/sh", "-c", "/usr/bin/env | /usr/bin/sort"}, odd))
              .replaceAll("(?m)^(TRACEPARENT|RUNWHY_RUN_ID|RUNWHY_RUN_PID)=.*\\n?", ""));
      List<Process> pipeline =
          ProcessBuilder.startPipeline(
              List.of(new ProcessBuilder("echo", "piped"), new ProcessBuilder("cat")));
      System.out.print(text(pipeline.get(1)));
      System.out.println(new ProcessBuilder("echo", "inherited").inheritIO().start().waitFor());
      ProcessBuilder named = new ProcessBuilder("sh", "-c", "echo $RUNWHY_RUN_ID");
      named.environment().put("RUNWHY_RUN_ID", "another-run");
      System.out.println(text(named.start()));
      List<Process> many = new ArrayList<>();
      ProcessBuilder one = new ProcessBuilder("true");
      for (int i = 0; i < 200; i++) {
        many.add(one.start());
      }
      for (Process process : many) {
        process.waitFor(30, TimeUnit.SECONDS);
      }
      System.out.println(many.size());
    }

    private static String text(Process process) throws Exception {
      String text = new String(process.getInputStream().readAllBytes(), "UTF-8");
      process.waitFor();
      return text;
    }
  }

  @ParameterizedTest(name = "as a run: {0}, agent {1}, JDK {2}")
  @CsvSource({"false,2.33.1,17", "true,2.33.1,17", "false,2.17.0,25"})
  void childrenAreToldAndTheProgramSeesNoDifference(boolean run, String agent, String jdk) {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Ended plain = jvm(receiver, run, agent, jdk).withoutExtension().run(directory);
      receiver.spans.clear();
      receiver.logs.clear();
      AgentJvm.Ended ended = jvm(receiver, run, agent, jdk).run(directory);

      assertThat(ended.exitCode()).isZero();
      assertThat(ended.output()).isEqualTo(plain.output()).contains("another-run");
      assertThat(receiver.logs.toString()).doesNotContain("hunter2");
      assertThat(steps(receiver, "submit")).hasSize(200 + 13);
      List<Map<String, String>> ends = steps(receiver, "exit");
      assertThat(ends).filteredOn(e -> e.containsKey("process.parent_pid")).hasSize(200 + 12);
      Map<String, String> asked =
          ends.stream()
              .filter(e -> e.getOrDefault("process.command_line", "").equals("sleep 60"))
              .findFirst()
              .orElseThrow();
      assertThat(asked)
          .containsEntry("process.exit.code", "143")
          .containsKey("runwhy.process.shutdown.duration");
      assertThat(steps(receiver, "signal"))
          .extracting(s -> s.get("runwhy.process.signal"))
          .containsExactly("SIGTERM", "SIGKILL");
      if (run) {
        // parts of the run have no states; the one that names another run is submitted
        assertThat(states(receiver, "run-1")).containsExactly("Running");
        assertThat(ends).filteredOn(e -> "run-1".equals(e.get("runwhy.run.id"))).hasSize(200 + 12);
      } else {
        assertThat(states(receiver, idOf(receiver, "sleep 60")))
            .containsExactly("Submitting", "Running", "Cancelled");
        assertThat(states(receiver, idOf(receiver, "sleep 61")))
            .containsExactly("Submitting", "Running", "Cancelled");
        assertThat(states(receiver, idOf(receiver, "sh -c \"exit 7\"")))
            .containsExactly("Submitting", "Running", "Failed");
        assertThat(states(receiver, idOf(receiver, "sh -c \"kill -9 $$\"")))
            .containsExactly("Submitting", "Running", "Crashed");
        assertThat(states(receiver, idOf(receiver, "no-such-program --password [redacted]")))
            .containsExactly("Submitting", "Crashed");
      }
      assertThat(states(receiver, "another-run"))
          .containsExactly("Submitting", "Running", "Completed");
      assertThat(ended.errors()).doesNotContain("] ERROR ", "] WARN ");
    }
  }

  /** Starts another JVM that is under the agent too. */
  static final class StartsAJvm {
    public static void main(String[] arguments) throws Exception {
      System.out.println(new ProcessBuilder(arguments).inheritIO().start().waitFor());
    }
  }

  /** Says hello and ends badly. */
  static final class Ends {
    public static void main(String[] arguments) {
      System.out.println("child");
      System.exit(9);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void parentAndChildJvmAreOneTrace(boolean run) {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      AgentJvm jvm =
          AgentJvm.of(
                  StartsAJvm.class,
                  java,
                  "-XX:TieredStopAtLevel=1",
                  "-javaagent:" + AgentJvm.agentJar(AgentJvm.NEWEST),
                  "-Dotel.javaagent.extensions=" + AgentJvm.extensionJar(),
                  "-Dotel.instrumentation.common.default-enabled=false",
                  "-Dotel.exporter.otlp.endpoint=" + receiver.url(),
                  "-Dotel.metrics.exporter=none",
                  "-Dotel.logs.exporter=none",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Ends.class.getName())
              .exportTo(receiver);
      if (run) {
        jvm.environment("RUNWHY_RUN_ID", "run-1");
      }
      AgentJvm.Ended ended = jvm.run(directory);

      assertThat(ended.output()).isEqualTo("child\n9\n");
      assertThat(receiver.spans)
          .extracting(s -> HexFormat.of().formatHex(s.getTraceId().toByteArray()))
          .containsOnly(HexFormat.of().formatHex(receiver.spans.get(0).getTraceId().toByteArray()));
      Span submit = span(receiver, "start process");
      List<Span> runs =
          receiver.spans.stream().filter(s -> s.getName().equals("run process")).toList();
      assertThat(runs).hasSize(run ? 2 : 1);
      assertThat(runs).extracting(Span::getParentSpanId).contains(submit.getSpanId());
      List<String> ids =
          receiver.events("runwhy.run.state").stream()
              .map(r -> OtlpReceiver.attribute(r.getAttributesList(), "runwhy.run.id"))
              .distinct()
              .toList();
      assertThat(ids).hasSize(1);
      // a child JVM that is a part of the run does not tell the run's states again
      assertThat(states(receiver, ids.get(0)))
          .containsExactlyElementsOf(
              run ? List.of("Running") : List.of("Submitting", "Running", "Running", "Failed"));
    }
  }

  @Test
  void withTheirSwitchesOffNothingIsToldAndNothingStamped() {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Ended ended =
          AgentJvm.of(StartsAJvm.class, "sh", "-c", "echo [$TRACEPARENT$RUNWHY_RUN_ID]")
              .exportTo(receiver)
              .options(
                  "-Drunwhy.stamp.process.enabled=false",
                  "-Drunwhy.process.commands=none",
                  "-Drunwhy.run.enabled=false")
              .run(directory);

      assertThat(ended.output()).isEqualTo("[]\n0\n");
      assertThat(steps(receiver, "submit")).hasSize(1);
      assertThat(receiver.logs.toString()).doesNotContain("echo").doesNotContain("\"sh\"");
      assertThat(steps(receiver, "shutdown")).isEmpty();
    }
  }

  private AgentJvm jvm(OtlpReceiver receiver, boolean run, String agent, String jdk) {
    AgentJvm jvm =
        AgentJvm.of(StartsChildren.class)
            .agent(agent)
            .exportTo(receiver)
            .environment("GONE", "1")
            .environment("LC_ODD", "a b  c");
    if (run) {
      jvm.environment("RUNWHY_RUN_ID", "run-1");
    }
    return jvm.jdk(jdk);
  }

  private static Span span(OtlpReceiver receiver, String name) {
    return receiver.spans.stream().filter(s -> s.getName().equals(name)).findFirst().orElseThrow();
  }

  private static String idOf(OtlpReceiver receiver, String command) {
    return receiver.events("runwhy.run.state").stream()
        .map(r -> OtlpReceiver.attributes(r.getAttributesList()))
        .filter(a -> command.equals(a.get("process.command_line")))
        .map(a -> a.get("runwhy.run.id"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(commands(receiver)));
  }

  private static String commands(OtlpReceiver receiver) {
    return receiver.events("runwhy.run.state").stream()
        .map(r -> OtlpReceiver.attribute(r.getAttributesList(), "process.command_line"))
        .collect(Collectors.toSet())
        .toString();
  }

  private static List<String> states(OtlpReceiver receiver, String run) {
    return receiver.events("runwhy.run.state").stream()
        .map(LogRecord::getAttributesList)
        .map(OtlpReceiver::attributes)
        .filter(a -> run.equals(a.get("runwhy.run.id")))
        .map(a -> a.get("runwhy.state.name"))
        .toList();
  }

  private static List<Map<String, String>> steps(OtlpReceiver receiver, String step) {
    return receiver.events("runwhy.process").stream()
        .map(r -> OtlpReceiver.attributes(r.getAttributesList()))
        .filter(a -> step.equals(a.get("runwhy.process.step")))
        .toList();
  }
}
