package io.runwhy.extension.submit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.runwhy.extension.emit.Attrs;
import io.runwhy.extension.emit.EventSink;
import io.runwhy.extension.run.Run;
import io.runwhy.extension.run.States;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;

/** Begins what is told of a submission: a span around the call, the state at its start. */
public final class Submitter {
  private final Tracer tracer;
  private final EventSink events;
  private final States states;
  private final Clock clock;

  public Submitter(Tracer tracer, EventSink events, States states, Clock clock) {
    this.tracer = tracer;
    this.events = events;
    this.states = states;
    this.clock = clock;
  }

  /**
   * A submission begins now: its span is started (its parent is the caller's span) and the state is
   * told.
   *
   * @param action low in cardinality, names the span: "submit job", "run task", "start process"
   * @param message of the state, readable
   * @param attributes of the span and of all its events: the object's kind, name, namespace
   */
  public Submission begin(String action, Run run, String message, Map<String, ?> attributes) {
    Submission submission = beginQuietly(action, run, message, attributes);
    submission.tellState();
    return submission;
  }

  /**
   * The same, but the state is told only by {@link Submission#tellState}: for calls of which only
   * the answer shows whether they submitted anything.
   */
  public Submission beginQuietly(
      String action, Run run, String message, Map<String, ?> attributes) {
    Instant now = clock.instant();
    Span span =
        tracer
            .spanBuilder(action)
            .setSpanKind(SpanKind.INTERNAL)
            .setStartTimestamp(now)
            .setAllAttributes(Attrs.of(run.attributes()))
            .setAllAttributes(Attrs.of(attributes))
            .startSpan();
    return new Submission(
        span, run, message, Collections.unmodifiableMap(attributes), now, events, states, clock);
  }
}
