package io.runwhy.extension.submit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.runwhy.conventions.Redactor;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.conventions.RunEvents;
import io.runwhy.conventions.refusal.Verdict;
import io.runwhy.extension.emit.Attrs;
import io.runwhy.extension.emit.Event;
import io.runwhy.extension.emit.EventSink;
import io.runwhy.extension.run.Run;
import io.runwhy.extension.run.States;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One submission that has begun. It ends once: by {@link #created}, {@link #refused}, {@link
 * #cancelled}, {@link #ignored} or {@link #forgotten}; what comes later is ignored.
 */
public final class Submission {
  private final Span span;
  private final Run run;
  private final String message;
  private final Map<String, ?> attributes;
  private final Instant start;
  private final EventSink events;
  private final States states;
  private final Clock clock;
  private final AtomicBoolean ended = new AtomicBoolean();

  Submission(
      Span span,
      Run run,
      String message,
      Map<String, ?> attributes,
      Instant start,
      EventSink events,
      States states,
      Clock clock) {
    this.span = span;
    this.run = run;
    this.message = message;
    this.attributes = attributes;
    this.start = start;
    this.events = events;
    this.states = states;
    this.clock = clock;
  }

  public Run run() {
    return run;
  }

  public Instant start() {
    return start;
  }

  /** Tells {@code Submitting}, at the time when the call began. */
  public void tellState() {
    states.tell(run, span, States.State.SUBMITTING, "submit", message, start, attributes);
  }

  /** W3C trace context of its span, to be carried by what is submitted; empty without a tracer. */
  public String traceparent() {
    SpanContext context = span.getSpanContext();
    return context.isValid()
        ? "00-" + context.getTraceId() + '-' + context.getSpanId() + '-' + flags(context)
        : "";
  }

  /**
   * Makes its span the current one, so that HTTP spans of the call become its children; to be
   * closed on this thread.
   */
  @SuppressWarnings("MustBeClosed")
  public Scope makeCurrent() {
    return Context.current().with(span).makeCurrent();
  }

  /** The span itself, for more events of it while it lasts. */
  public Span span() {
    return span;
  }

  /**
   * It worked.
   *
   * @param more what the answer says: name, uid, ARN
   */
  public void created(Map<String, ?> more) {
    if (ended.compareAndSet(false, true)) {
      span.setAllAttributes(Attrs.of(more));
      event(Event.Severity.INFO, message + ": done", more);
      span.setStatus(StatusCode.OK);
      span.end();
    }
  }

  /**
   * It was refused, and why is known. The run is over with that: {@code Crashed}.
   *
   * @param thrown what the caller got, if it was thrown
   */
  public void refused(Verdict verdict, @Nullable Throwable thrown) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    Map<String, Object> more = new LinkedHashMap<>();
    more.put(RunAttributes.ERROR_TYPE, verdict.code());
    if (thrown != null) {
      more.put(RunAttributes.EXCEPTION_TYPE, thrown.getClass().getName());
      more.put(RunAttributes.EXCEPTION_MESSAGE, message(thrown));
    }
    event(Event.Severity.ERROR, verdict.summary(), more);
    events.emit(diagnosis(verdict));
    states.tell(
        run,
        span,
        States.State.CRASHED,
        "",
        verdict.summary(),
        clock.instant(),
        with(attributes, RunAttributes.ERROR_TYPE, verdict.code()));
    span.setAllAttributes(Attrs.of(more));
    span.setStatus(StatusCode.ERROR, verdict.code());
    span.end();
  }

  /** Drops it untold: the call turned out to submit nothing. */
  public void ignored() {
    if (ended.compareAndSet(false, true)) {
      span.end();
    }
  }

  /**
   * The program did not wait for the answer: {@code Cancelled}. What it asked for may happen all
   * the same.
   *
   * @param thrown what the caller got
   */
  public void cancelled(String summary, Throwable thrown) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    String type = thrown.getClass().getName();
    Map<String, Object> more = new LinkedHashMap<>();
    more.put(RunAttributes.ERROR_TYPE, type);
    event(Event.Severity.WARN, summary, more);
    states.tell(
        run,
        span,
        States.State.CANCELLED,
        "",
        summary,
        clock.instant(),
        with(attributes, RunAttributes.ERROR_TYPE, type));
    span.setAllAttributes(Attrs.of(more));
    span.setStatus(StatusCode.ERROR, type);
    span.end();
  }

  /**
   * As if it had never begun: nothing of it was told, and its span does not end, so that it is not
   * exported. For a call that goes on without what its span says it carries.
   */
  public void forgotten() {
    ended.set(true);
  }

  private Event diagnosis(Verdict verdict) {
    return Event.of(RunEvents.RUN_DIAGNOSIS, clock.instant())
        .severity(Event.Severity.ERROR)
        .body(verdict.summary() + "\n" + verdict.resolution())
        .span(span.getSpanContext())
        .attributes(run.attributes())
        .attributes(attributes)
        .attribute(RunAttributes.DIAGNOSIS_CODE, verdict.code())
        .attribute(RunAttributes.DIAGNOSIS_SEVERITY, verdict.severity())
        .attribute(RunAttributes.DIAGNOSIS_SUMMARY, verdict.summary())
        .attribute(RunAttributes.DIAGNOSIS_RESOLUTION, verdict.resolution())
        .attribute(RunAttributes.DIAGNOSIS_CONFIDENCE, verdict.confidence())
        .attribute(RunAttributes.DIAGNOSIS_FAULT_DOMAIN, verdict.faultDomain())
        .attribute(RunAttributes.DIAGNOSIS_RETRYABLE, verdict.retryable())
        .attribute(RunAttributes.ERROR_TYPE, verdict.code())
        .build();
  }

  private void event(Event.Severity severity, String body, Map<String, ?> more) {
    Instant now = clock.instant();
    events.emit(
        Event.of(RunEvents.PROCESS, now)
            .severity(severity)
            .body(body)
            .span(span.getSpanContext())
            .attributes(run.attributes())
            .attributes(attributes)
            .attributes(more)
            .attribute(RunAttributes.PROCESS_STEP, "submit")
            .attribute(
                RunAttributes.PROCESS_DURATION,
                Duration.between(start, now).toNanos() / 1_000_000_000.0)
            .build());
  }

  private static Map<String, Object> with(Map<String, ?> values, String key, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.put(key, value);
    return all;
  }

  private static String flags(SpanContext context) {
    return context.getTraceFlags().asHex();
  }

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? "" : Redactor.redact(message);
  }
}
