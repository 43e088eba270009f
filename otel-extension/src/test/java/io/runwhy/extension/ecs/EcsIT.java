package io.runwhy.extension.ecs;

import static io.runwhy.extension.testing.OtlpReceiver.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import io.runwhy.extension.testing.AgentJvm;
import io.runwhy.extension.testing.ClientProgram;
import io.runwhy.extension.testing.OtlpReceiver;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcsIT {
  private static final String STAMP =
      ",\\{\"name\":\"(?:TRACEPARENT|RUNWHY_RUN_ID)\",\"value\":\"[0-9a-f-]+\"\\}";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "2.34.0,false,2.33.1,17",
    "2.57.8,false,2.17.0,25",
    "2.34.0,true,2.33.1,17",
    "2.57.8,true,2.33.1,17"
  })
  void tasksAreToldAndStampedAndNothingElseChanges(
      String version, boolean all, String agent, int jdk) throws Exception {
    ClientProgram program = ClientProgram.compile("ecs", "ecs-" + version, directory);
    try (EcsStub plain = new EcsStub();
        EcsStub stamped = new EcsStub();
        OtlpReceiver receiver = new OtlpReceiver()) {
      AgentJvm without = on(agent, jdk, program.jvm("EcsSteps", plain.url()));
      AgentJvm with = on(agent, jdk, program.jvm("EcsSteps", stamped.url()));
      if (all) {
        without.withAllInstrumentations();
        with.withAllInstrumentations();
      }
      AgentJvm.Ended before = without.withoutExtension().exportTo(receiver).run(directory);
      receiver.spans.clear();
      AgentJvm.Ended ended = with.exportTo(receiver).run(directory);

      assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(before.exitCode()).isEqualTo(7);
      assertThat(ended.output()).isEqualTo(before.output()).contains("one arn:aws:ecs");
      assertThat(ended.errors()).doesNotContain("ERROR", "runwhy: ");
      assertThat(stamped.requests.stream().map(r -> r.replaceAll(STAMP, "")).toList())
          .isEqualTo(plain.requests);
      assertStamps(stamped.requests);
      assertTold(receiver, stamped.requests);
      assertParents(receiver, all);
    }
  }

  private static AgentJvm on(String agent, int jdk, AgentJvm jvm) {
    return jvm.agent(agent).jdk(Integer.toString(jdk));
  }

  /** The spans of the SDK and of HTTP stand below ours, and ours below nothing of before. */
  private static void assertParents(OtlpReceiver receiver, boolean all) {
    Span one = span(receiver, "one");
    assertThat(receiver.spans.stream().filter(s -> s.getName().endsWith(" task")))
        .as("no scope is left open: each is the first of its trace")
        .isNotEmpty()
        .allMatch(s -> s.getParentSpanId().isEmpty());
    boolean below =
        receiver.spans.stream()
            .anyMatch(
                s ->
                    s.getParentSpanId().equals(one.getSpanId())
                        && s.getTraceId().equals(one.getTraceId()));
    assertThat(below).isEqualTo(all);
  }

  private static void assertStamps(List<String> requests) {
    String one = with(requests, "one");
    assertThat(one).contains("\"name\":\"TRACEPARENT\"", "\"name\":\"RUNWHY_RUN_ID\"");
    assertThat(with(requests, "async")).contains("\"name\":\"RUNWHY_RUN_ID\"");
    assertThat(with(requests, "later")).contains("\"name\":\"RUNWHY_RUN_ID\"");
    assertThat(with(requests, "start")).contains("\"name\":\"RUNWHY_RUN_ID\"");
    assertThat(with(requests, "many"))
        .contains("\"name\":\"TRACEPARENT\"")
        .doesNotContain("RUNWHY_RUN_ID");
    assertThat(with(requests, "plain")).doesNotContain("TRACEPARENT", "RUNWHY");
    assertThat(with(requests, "token")).doesNotContain("TRACEPARENT", "RUNWHY");
    assertThat(requests.toString()).doesNotContain("runwhy.io/");
  }

  private static void assertTold(OtlpReceiver receiver, List<String> requests) {
    Span span = span(receiver, "one");
    assertThat(span.getName()).isEqualTo("run task");
    String runId = attribute(span.getAttributesList(), "runwhy.run.id");
    assertThat(with(requests, "one"))
        .contains("\"value\":\"" + runId + "\"")
        .contains(hex(span.getTraceId()) + "-" + hex(span.getSpanId()));
    assertThat(attribute(span.getAttributesList(), "aws.ecs.task.id")).isEqualTo("one1");
    assertThat(span(receiver, "start").getName()).isEqualTo("start task");
    assertThat(span(receiver, "later").getName()).isEqualTo("start task");
    assertThat(states(receiver, "one")).containsExactly("Submitting");
    assertThat(states(receiver, "denied"))
        .containsExactly("Submitting", "Crashed", "Submitting", "Crashed");
    assertThat(states(receiver, "failures")).containsExactly("Submitting", "Crashed");
    assertThat(states(receiver, "nowhere")).containsExactly("Submitting", "Crashed");
    assertThat(ends(receiver, "one").get(0)).contains("FARGATE".toLowerCase(), "one1", runId);
    assertThat(ends(receiver, "async").get(0)).contains("async1");
    assertThat(ends(receiver, "many").get(0)).contains("many1", "many2", "many3");
    assertThat(ends(receiver, "plain").get(0)).contains("runwhy.run.id=plain1", "revision=3");
    assertThat(ends(receiver, "both")).hasSize(2);
    assertThat(ends(receiver, "both").get(0)).startsWith("WARN");
    List<String> codes =
        receiver.events("runwhy.run.diagnosis").stream()
            .map(r -> attribute(r.getAttributesList(), "runwhy.diagnosis.code"))
            .toList();
    assertThat(codes).hasSize(4).noneMatch(String::isEmpty);
    assertThat(codes.get(0)).isEqualTo(codes.get(3)).isNotEqualTo(codes.get(1));
  }

  private static String with(List<String> requests, String family) {
    return requests.stream()
        .filter(r -> r.contains("\"taskDefinition\":\"" + family))
        .findFirst()
        .orElseThrow();
  }

  private static Span span(OtlpReceiver receiver, String family) {
    return receiver.spans.stream()
        .filter(s -> attribute(s.getAttributesList(), "aws.ecs.task.family").equals(family))
        .filter(s -> s.getName().endsWith(" task"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> states(OtlpReceiver receiver, String family) {
    return of(receiver, "runwhy.run.state", family)
        .map(r -> attribute(r.getAttributesList(), "runwhy.state.name"))
        .toList();
  }

  private static List<String> ends(OtlpReceiver receiver, String family) {
    return of(receiver, "runwhy.process", family)
        .map(r -> r.getSeverityText() + OtlpReceiver.attributes(r.getAttributesList()))
        .toList();
  }

  private static Stream<LogRecord> of(OtlpReceiver receiver, String event, String family) {
    return receiver.events(event).stream()
        .filter(r -> attribute(r.getAttributesList(), "aws.ecs.task.family").equals(family));
  }

  private static String hex(com.google.protobuf.ByteString bytes) {
    return java.util.HexFormat.of().formatHex(bytes.toByteArray());
  }
}
