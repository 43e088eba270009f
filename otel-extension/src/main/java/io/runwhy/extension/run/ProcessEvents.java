package io.runwhy.extension.run;

import io.opentelemetry.api.trace.SpanContext;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.conventions.RunEvents;
import io.runwhy.extension.emit.Event;
import io.runwhy.extension.emit.EventSink;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** Tells steps of processes: of this one, and of its children. */
public final class ProcessEvents {
  private final EventSink events;
  private final OwnRun own;
  private final SpanContext span;
  private final long pid;
  private final Clock clock;

  ProcessEvents(EventSink events, OwnRun own, SpanContext span, long pid, Clock clock) {
    this.events = events;
    this.own = own;
    this.span = span;
    this.pid = pid;
    this.clock = clock;
  }

  /**
   * A step of this process, now.
   *
   * @param step one word: start, signal, shutdown, exception, exit
   * @param body one sentence, without secrets
   */
  public void tell(String step, Event.Severity severity, String body, Map<String, ?> more) {
    tell(step, clock.instant(), severity, body, more);
  }

  /** The same of another time. */
  void tell(String step, Instant time, Event.Severity severity, String body, Map<String, ?> more) {
    events.emit(
        event(step, time, own.run(), span, severity, body)
            .attribute(RunAttributes.PROCESS_PID, pid)
            .attributes(more)
            .build());
  }

  /**
   * A step of a child, now.
   *
   * @param run that it belongs to
   * @param of the span of its start
   * @param more its pid among them
   */
  public void tellOfChild(
      String step,
      Run run,
      SpanContext of,
      Event.Severity severity,
      String body,
      Map<String, ?> more) {
    events.emit(
        event(step, clock.instant(), run, of, severity, body)
            .attribute(RunAttributes.PROCESS_PARENT_PID, pid)
            .attributes(more)
            .build());
  }

  private Event.Builder event(
      String step, Instant time, Run run, SpanContext of, Event.Severity severity, String body) {
    return Event.of(RunEvents.PROCESS, time)
        .severity(severity)
        .body(body)
        .span(of)
        .attributes(run.attributes())
        .attributes(own.infrastructure())
        .attribute(RunAttributes.PROCESS_STEP, step);
  }
}
