package io.runwhy.extension.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.OtlpReceiver;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Five ways to die, and what is known afterwards. */
class EndingIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  /** For a machine that is busy with other things, in milliseconds. */
  private static final long SLACK = 1_500;

  @TempDir Path directory;

  /** Ends as its first argument says. */
  static final class Ends {
    public static void main(String[] arguments) throws Exception {
      System.out.println("hello");
      if (arguments.length > 1) {
        System.out.println(System.currentTimeMillis());
      }
      switch (arguments[0]) {
        case "return" -> {}
        case "exit" -> System.exit(3);
        case "halt" -> Runtime.getRuntime().halt(4);
        case "throw" -> throw new IllegalStateException("no luck, password=hunter2");
        case "memory" -> throw new OutOfMemoryError("Java heap space");
        case "daemon" -> {
          Thread thread =
              new Thread(
                  () -> {
                    throw new IllegalStateException("not main");
                  },
                  "worker");
          thread.start();
          thread.join();
        }
        case "hook" -> {
          Runtime.getRuntime()
              .addShutdownHook(
                  new Thread(
                      () -> {
                        try {
                          Thread.sleep(1_500);
                          new ProcessBuilder("true").start().waitFor();
                        } catch (Exception e) {
                          throw new IllegalStateException(e);
                        }
                      }));
          System.exit(3);
        }
        case "many" -> {
          for (int i = 0; i < 8; i++) {
            int code = 5;
            new Thread(() -> Runtime.getRuntime().halt(code)).start();
          }
          Thread.sleep(60_000);
        }
        default -> {
          System.out.println("ready");
          Thread.sleep(60_000);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} under agent {1}, preview {2}, JDK {3}")
  @CsvSource({
    "return,2.33.1,false,17,0",
    "exit,2.33.1,false,17,3",
    "exit,2.17.0,false,17,3",
    "exit,2.33.1,true,25,3",
    "halt,2.33.1,false,17,4",
    "halt,2.17.0,false,17,4",
    "halt,2.33.1,true,25,4",
    "throw,2.33.1,false,17,1",
    "throw,2.33.1,true,25,1",
    "memory,2.33.1,false,17,1",
    "many,2.33.1,false,17,5",
    "daemon,2.33.1,false,17,0",
  })
  void theLastWordsOfARunArrive(
      String way, String agent, boolean preview, String jdk, int exitCode) {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Ended plain =
          jvm(receiver, way, agent, preview, jdk).withoutExtension().run(directory);
      receiver.logs.clear();
      receiver.spans.clear();
      AgentJvm.Ended ended = jvm(receiver, way, agent, preview, jdk).run(directory);

      assertThat(ended.exitCode()).isEqualTo(exitCode).isEqualTo(plain.exitCode());
      assertThat(ended.output()).isEqualTo(plain.output());
      assertThat(withoutAgentLines(ended.errors())).isEqualTo(withoutAgentLines(plain.errors()));
      assertThat(states(receiver)).containsExactly("Running");
      List<Map<String, String>> steps = steps(receiver);
      assertThat(steps).extracting(s -> s.get("runwhy.process.step")).startsWith("start");
      Map<String, String> last = steps.get(steps.size() - 1);
      assertThat(last)
          .containsEntry("runwhy.process.step", "exit")
          .containsEntry("process.exit.code", Integer.toString(exitCode))
          .containsEntry("runwhy.run.id", "run-1");
      assertThat(steps).filteredOn(s -> s.get("runwhy.process.step").equals("exit")).hasSize(1);
      Span span = theRunsSpan(receiver);
      assertThat(hex(span.getTraceId().toByteArray())).isEqualTo(TRACE);
      assertThat(hex(span.getParentSpanId().toByteArray())).isEqualTo(PARENT);
      assertThat(span.getEventsList()).extracting(Span.Event::getName).containsExactly("Running");
      assertThat(OtlpReceiver.attribute(span.getAttributesList(), "process.exit.code"))
          .isEqualTo(Integer.toString(exitCode));
      LogRecord record = receiver.events("runwhy.run.state").get(0);
      assertThat(hex(record.getTraceId().toByteArray())).isEqualTo(TRACE);
      assertThat(record.getSpanId()).isEqualTo(span.getSpanId());
      if (way.equals("throw") || way.equals("daemon")) {
        LogRecord exception =
            receiver.events("runwhy.process").stream()
                .filter(r -> step(r).equals("exception"))
                .findFirst()
                .orElseThrow();
        assertThat(exception.getSeverityText()).isEqualTo(way.equals("throw") ? "ERROR" : "WARN");
        assertThat(exception.getBody().getStringValue())
            .contains("IllegalStateException", "EndingIT.java")
            .doesNotContain("hunter2");
      }
      if (way.equals("exit")) {
        assertThat(steps)
            .extracting(s -> s.get("runwhy.process.step"))
            .containsExactly("start", "shutdown", "hooks", "exit");
        assertThat(steps.get(1))
            .containsEntry("thread.name", "main")
            .containsEntry("code.function.name", "io.runwhy.extension.signal.EndingIT$Ends.main");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2.33.1,false,17", "2.17.0,false,17", "2.33.1,true,25"})
  void aSignalIsToldAndWhatFollowsIt(String agent, boolean preview, String jdk) {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Running running = jvm(receiver, "wait", agent, preview, jdk).start(directory);
      await().atMost(Duration.ofSeconds(30)).until(() -> running.output().contains("ready"));
      running.process().destroy();
      AgentJvm.Ended ended = running.await();

      assertThat(ended.exitCode()).isEqualTo(143);
      List<Map<String, String>> steps = steps(receiver);
      assertThat(steps)
          .extracting(s -> s.get("runwhy.process.step"))
          .containsExactly("start", "signal", "shutdown", "hooks", "exit");
      assertThat(steps.get(1)).containsEntry("runwhy.process.signal", "SIGTERM");
      assertThat(steps.get(4))
          .containsEntry("process.exit.code", "143")
          .containsKey("runwhy.process.shutdown.duration")
          .containsKey("runwhy.process.uptime");
      assertThat(theRunsSpan(receiver)).isNotNull();
    }
  }

  @Test
  void withAllInstrumentationsItIsTheSame() {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Ended ended =
          jvm(receiver, "throw", "2.33.1", false, "17").withAllInstrumentations().run(directory);

      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(steps(receiver))
          .extracting(s -> s.get("runwhy.process.step"))
          .containsExactly("start", "exception", "shutdown", "hooks", "exit");
    }
  }

  @Test
  void whatCannotBeReadIsNamedOnceAndTheProgramRunsOn() {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Ended ended =
          AgentJvm.of(Ends.class, "exit")
              .exportTo(receiver)
              .environment("RUNWHY_RUN_ID", "\u0001\u001b[31m".repeat(2_048))
              .environment("TRACEPARENT", "nonsense")
              .environment("RUNWHY_PROCESS_COMMANDS", "whatever")
              .environment("ECS_CONTAINER_METADATA_URI_V4", "http://metadata.example/v4")
              .run(directory);

      assertThat(ended.exitCode()).isEqualTo(3);
      assertThat(ended.output()).isEqualTo("hello\n");
      for (String name :
          List.of("RUNWHY_RUN_ID", "TRACEPARENT", "ECS_CONTAINER_METADATA_URI_V4", "whatever")) {
        assertThat(ended.errors().lines().filter(l -> l.contains(name))).as(name).hasSize(1);
      }
      assertThat(states(receiver)).isEmpty();
      assertThat(steps(receiver))
          .extracting(s -> s.get("runwhy.process.step"))
          .containsExactly("start", "shutdown", "hooks", "exit");
    }
  }

  @Test
  void whatWasToldBeforeAKillIsThere() throws Exception {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Running running = jvm(receiver, "wait", "2.33.1", false, "17").start(directory);
      await().atMost(Duration.ofSeconds(30)).until(() -> running.output().contains("ready"));
      await().atMost(Duration.ofSeconds(10)).until(() -> steps(receiver).size() == 1);
      running.process().destroyForcibly();

      assertThat(running.await().exitCode()).isEqualTo(137);
      assertThat(states(receiver)).containsExactly("Running");
      assertThat(steps(receiver))
          .extracting(s -> s.get("runwhy.process.step"))
          .containsExactly("start");
    }
  }

  @Test
  void whatHappensInASlowShutdownHookArrives() {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Ended ended = jvm(receiver, "hook", "2.33.1", false, "17").run(directory);

      assertThat(ended.exitCode()).isEqualTo(3);
      List<Map<String, String>> steps = steps(receiver);
      assertThat(steps)
          .extracting(s -> s.get("runwhy.process.step"))
          .containsExactly("start", "shutdown", "submit", "start", "exit", "hooks", "exit");
      Map<String, String> hooks =
          steps.stream()
              .filter(s -> s.get("runwhy.process.step").equals("hooks"))
              .findFirst()
              .orElseThrow();
      assertThat(Double.parseDouble(hooks.get("runwhy.process.duration"))).isGreaterThan(1.5);
    }
  }

  @ParameterizedTest
  @CsvSource({"exit,3,2000", "halt,4,500", "return,0,2000", "throw,1,2000"})
  void aHangingReceiverDelaysTheEndByItsLimitAtMost(String way, int exitCode, long limit)
      throws IOException {
    try (ServerSocket hanging = new ServerSocket(0)) {
      long delay = delayOfTheEnd(way, exitCode, hanging.getLocalPort());
      System.out.println(way + " with a hanging receiver: " + delay + " ms");
      assertThat(delay).isLessThan(limit + SLACK);
    }
  }

  @ParameterizedTest
  @CsvSource({"exit,3", "halt,4"})
  void anEndIsNoSlowerThanItsLimitWithoutAReceiver(String way, int exitCode) {
    long delay = delayOfTheEnd(way, exitCode, 1);
    System.out.println(way + " without a receiver: " + delay + " ms");
    assertThat(delay).as("it refuses, so it is tried once").isLessThan(500 + SLACK / 3);
  }

  /** Milliseconds from the last line of the program to its end. */
  private long delayOfTheEnd(String way, int exitCode, int port) {
    AgentJvm.Ended ended =
        identified(AgentJvm.of(Ends.class, way, "timed"))
            .options(
                "-Drunwhy.otlp.endpoint=http://127.0.0.1:" + port,
                "-Dotel.traces.exporter=none",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none")
            .run(directory);
    long now = System.currentTimeMillis();
    assertThat(ended.exitCode()).isEqualTo(exitCode);
    return now - Long.parseLong(ended.output().lines().toList().get(1));
  }

  private AgentJvm jvm(
      OtlpReceiver receiver, String way, String agent, boolean preview, String jdk) {
    AgentJvm jvm =
        identified(AgentJvm.of(Ends.class, way))
            .agent(agent)
            .exportTo(receiver)
            .options("-Dotel.bsp.schedule.delay=60000")
            .options("-Dotel.instrumentation.common.v3-preview=" + preview);
    return jvm.jdk(jdk);
  }

  private static AgentJvm identified(AgentJvm jvm) {
    return jvm.environment("RUNWHY_RUN_ID", "run-1")
        .environment("TRACEPARENT", "00-" + TRACE + "-" + PARENT + "-01");
  }

  private static String withoutAgentLines(String errors) {
    return errors
        .lines()
        .filter(
            l -> !l.contains("[otel.javaagent") && !l.contains("OpenJDK 64-Bit Server VM warning"))
        .reduce("", (a, b) -> a + b + "\n");
  }

  private static Span theRunsSpan(OtlpReceiver receiver) {
    return receiver.spans.stream()
        .filter(s -> s.getName().equals("run process"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> states(OtlpReceiver receiver) {
    return receiver.events("runwhy.run.state").stream()
        .map(r -> OtlpReceiver.attribute(r.getAttributesList(), "runwhy.state.name"))
        .toList();
  }

  private static String step(LogRecord record) {
    return OtlpReceiver.attribute(record.getAttributesList(), "runwhy.process.step");
  }

  /** In the order of their times; the start is told on a thread of its own. */
  private static List<Map<String, String>> steps(OtlpReceiver receiver) {
    return receiver.events("runwhy.process").stream()
        .sorted(Comparator.comparingLong(LogRecord::getTimeUnixNano))
        .map(r -> OtlpReceiver.attributes(r.getAttributesList()))
        .toList();
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
