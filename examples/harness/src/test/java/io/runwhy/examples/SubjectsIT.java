package io.runwhy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.runwhy.examples.Subject.Submitted;
import io.runwhy.extension.testing.OtlpReceiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Each program is run twice, with the agent alone and with the extension. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class SubjectsIT {
  @TempDir static Path directory;

  private final Map<Subject, Pair> pairs = new ConcurrentHashMap<>();

  private record Pair(Recording without, Recording with) {}

  /** A submission: the span, and the object that came of it. */
  private record Submission(Submitted kind, Span span, ObjectNode object) {
    String traceparent() {
      return "00-%s-%s-%02x"
          .formatted(hex(span.getTraceId()), hex(span.getSpanId()), span.getFlags() & 0xff);
    }
  }

  /** All, or those that RUNWHY_TEST_SUBJECTS (a regular expression) names. */
  static Stream<Subject> subjects() {
    String wanted = System.getenv().getOrDefault("RUNWHY_TEST_SUBJECTS", ".*");
    return Stream.concat(Subjects.ALL.stream(), Subjects.ON_CLUSTER.stream())
        .filter(s -> s.toString().matches(wanted));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void behavesAsWithoutTheExtension(Subject subject) {
    Pair pair = pair(subject);

    assertThat(pair.without().exitCodes()).containsOnly(0);
    assertThat(pair.with().exitCodes()).isEqualTo(pair.without().exitCodes());
    assertThat(pair.with().output()).isEqualTo(pair.without().output());
    assertThat(pair.with().requests()).isEqualTo(pair.without().requests());
    assertThat(pair.with().agentTrouble()).isEqualTo(pair.without().agentTrouble());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void whatItSubmitsIsTold(Subject subject) {
    Recording recording = pair(subject).with();
    for (Submission submission : submissions(recording)) {
      Map<String, String> said = OtlpReceiver.attributes(submission.span().getAttributesList());
      assertThat(said).containsAllEntriesOf(names(submission));
      assertThat(submission.span().getStatus().getCode())
          .isEqualTo(Status.StatusCode.STATUS_CODE_OK);
      List<LogRecord> events = events(recording, submission);
      assertThat(events)
          .filteredOn(e -> e.getEventName().equals("runwhy.process"))
          .singleElement()
          .satisfies(
              e -> assertThat(attribute(e, "runwhy.process.step")).isEqualTo("submit"),
              e -> assertThat(attribute(e, "runwhy.process.duration")).isNotEmpty());
      if (submission.kind() != Submitted.DEPLOYMENT) {
        assertThat(events)
            .filteredOn(e -> e.getEventName().equals("runwhy.run.state"))
            .extracting(e -> attribute(e, "runwhy.state.name"))
            .containsExactly("Submitting");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void whatItSubmitsCarriesTheTraceAndOneContainerGetsIt(Subject subject) {
    for (Submission submission : submissions(pair(subject).with())) {
      ObjectNode object = submission.object();
      assertThat(Stamp.variable(object, "TRACEPARENT")).containsExactly(submission.traceparent());
      List<JsonNode> carriers =
          switch (submission.kind()) {
            case POD -> List.of(object);
            case JOB -> List.of(object, object.at("/spec/template"));
            case DEPLOYMENT -> List.of(object.at("/spec/template"));
            case TASK -> List.of();
          };
      assertThat(carriers)
          .allSatisfy(
              o ->
                  assertThat(Json.text(o.at("/metadata/annotations").path(Stamp.ANNOTATION), ""))
                      .isEqualTo(submission.traceparent()));
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void whatTheBridgeTellsOfItIsOfTheSameRunAndTrace(Subject subject) throws Exception {
    Recording recording = pair(subject).with();
    for (Submission submission : submissions(recording)) {
      BridgeView bridge = BridgeView.of(submission.object());

      assertThat(bridge.spans())
          .extracting(Span::getTraceId)
          .containsOnly(submission.span().getTraceId());
      assertThat(bridge.root().getParentSpanId()).isEqualTo(submission.span().getSpanId());
      if (submission.kind() != Submitted.DEPLOYMENT) {
        assertThat(events(recording, submission))
            .isNotEmpty()
            .allSatisfy(e -> assertThat(attribute(e, "runwhy.run.id")).isEqualTo(bridge.runId()));
      }
    }
  }

  private Pair pair(Subject subject) {
    return pairs.computeIfAbsent(
        subject,
        s -> {
          Pair pair = new Pair(Recording.of(s, false, directory), Recording.of(s, true, directory));
          System.out.printf(
              "%s: %.1f s with the agent alone, %.1f s with the extension%n",
              s, pair.without().millis() / 1e3, pair.with().millis() / 1e3);
          return pair;
        });
  }

  /** Each thing that was to be submitted, found in what was created and in what was told. */
  private static List<Submission> submissions(Recording recording) {
    Map<Submitted, Integer> counts = new HashMap<>();
    List<Submission> submissions = new ArrayList<>();
    for (Submitted kind : recording.subject().submits()) {
      int index = counts.merge(kind, 1, Integer::sum) - 1;
      List<Span> spans =
          recording.telemetry().spans.stream().filter(s -> s.getName().equals(kind.span)).toList();
      assertThat(spans).as("spans '%s'", kind.span).hasSizeGreaterThan(index);
      submissions.add(new Submission(kind, spans.get(index), recording.created(kind).get(index)));
    }
    return submissions;
  }

  private static List<LogRecord> events(Recording recording, Submission submission) {
    return recording.telemetry().logs.stream()
        .filter(e -> e.getSpanId().equals(submission.span().getSpanId()))
        .toList();
  }

  /** How a submission's span names the object. */
  private static Map<String, String> names(Submission submission) {
    if (submission.kind() == Submitted.TASK) {
      return Map.of("aws.ecs.task.arn", Json.text(submission.object(), "/taskArn"));
    }
    String prefix = "k8s." + submission.kind().name().toLowerCase(Locale.ROOT);
    return Map.of(
        "k8s.namespace.name",
        Json.text(submission.object(), "/metadata/namespace"),
        prefix + ".name",
        Json.text(submission.object(), "/metadata/name"),
        prefix + ".uid",
        Json.text(submission.object(), "/metadata/uid"));
  }

  private static String attribute(LogRecord event, String key) {
    return OtlpReceiver.attribute(event.getAttributesList(), key);
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
