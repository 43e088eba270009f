package io.runwhy.extension.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.OtlpReceiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One run, told from its start to its end, under each agent, in both modes and on both JDKs. */
class MatrixIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  @TempDir Path directory;

  /** Starts a process and ends badly. */
  static final class FailsAfterAChild {
    public static void main(String[] args) throws Exception {
      System.out.println(new ProcessBuilder("true").start().waitFor());
      System.exit(3);
    }
  }

  static Stream<Arguments> rows() {
    List<Arguments> rows = new ArrayList<>();
    for (String agent : new String[] {"2.17.0", "2.28.1", "2.31.1", "2.33.1"}) {
      for (String jdk : new String[] {"17", "25"}) {
        rows.add(Arguments.of(agent, false, jdk));
        rows.add(Arguments.of(agent, true, jdk));
      }
    }
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRunIsToldFromItsStartToItsEnd(String agent, boolean preview, String jdk) {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm.Ended ended =
          AgentJvm.of(FailsAfterAChild.class)
              .agent(agent)
              .jdk(jdk)
              .exportTo(receiver)
              .options("-Dotel.instrumentation.common.v3-preview=" + preview)
              .environment("RUNWHY_RUN_ID", "run-7")
              .environment("TRACEPARENT", "00-" + TRACE + '-' + SPAN + "-01")
              .run(directory);

      assertThat(ended.exitCode()).isEqualTo(3);
      assertThat(ended.output()).isEqualTo("0\n");
      assertThat(ended.errors()).doesNotContain("ERROR").doesNotContain("runwhy:");

      LogRecord running = receiver.events("runwhy.run.state").get(0);
      assertThat(attribute(running, "runwhy.state.name")).isEqualTo("Running");
      assertThat(attribute(running, "runwhy.run.id")).isEqualTo("run-7");
      assertThat(receiver.logs)
          .allSatisfy(r -> assertThat(hex(r.getTraceId().toByteArray())).isEqualTo(TRACE));
      assertThat(receiver.events("runwhy.process"))
          .extracting(r -> attribute(r, "runwhy.process.step"))
          .contains("start", "submit", "shutdown", "hooks", "exit");
      assertThat(receiver.events("runwhy.process"))
          .filteredOn(r -> attribute(r, "runwhy.process.step").equals("exit"))
          .extracting(r -> attribute(r, "process.exit.code"))
          .contains("0", "3");
      assertThat(receiver.spans)
          .filteredOn(s -> s.getName().equals("run process"))
          .singleElement()
          .satisfies(s -> assertThat(hex(s.getParentSpanId().toByteArray())).isEqualTo(SPAN))
          .satisfies(
              s ->
                  assertThat(s.getEventsList())
                      .extracting(Span.Event::getName)
                      .contains("Running"));
      assertThat(receiver.metrics)
          .extracting(Metric::getName)
          .contains("process.cpu.time", "process.memory.usage", "runwhy.process.memory.peak");
    }
  }

  private static String attribute(LogRecord record, String key) {
    return OtlpReceiver.attribute(record.getAttributesList(), key);
  }

  private static String hex(byte[] id) {
    return HexFormat.of().formatHex(id);
  }
}
