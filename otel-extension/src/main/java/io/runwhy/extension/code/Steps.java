package io.runwhy.extension.code;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.conventions.RunEvents;
import io.runwhy.extension.emit.Attrs;
import io.runwhy.extension.emit.Event;
import io.runwhy.extension.emit.EventSink;
import io.runwhy.extension.run.OwnRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Begins steps of fetching, and knows which one this thread is in: what a step calls itself is not
 * told again, except the steps of git inside a clone or pull, of which only the end is told.
 */
final class Steps {
  private final Tracer tracer;
  private final EventSink events;
  private final Hints hints;
  private final OwnRun own;
  private final Clock clock;
  private final Budget budget;

  @SuppressWarnings("ThreadLocalUsage") // one of these lives as long as the JVM
  private final ThreadLocal<Step> current = new ThreadLocal<>();

  Steps(Tracer tracer, EventSink events, Hints hints, OwnRun own, Clock clock) {
    this.tracer = tracer;
    this.events = events;
    this.hints = hints;
    this.own = own;
    this.clock = clock;
    this.budget = new Budget(clock);
  }

  /** The step that this thread is in. */
  @Nullable Step current() {
    return current.get();
  }

  /** For {@link Step} alone. */
  void current(@Nullable Step step) {
    if (step == null) {
      current.remove();
    } else {
      current.set(step);
    }
  }

  /**
   * A step begins now.
   *
   * @param ownSpan whether it gets a span of ours; false where the agent has one already
   */
  Step begin(Target target, boolean ownSpan) {
    Step outer = current.get();
    Instant now = clock.instant();
    Span span = ownSpan ? span(target, now) : Span.current();
    Step step = new Step(this, target, outer, span, ownSpan, now);
    if (outer == null && target.verb().startTold() && budget.take(target.source() + " start")) {
      events.emit(
          event(step, now, Event.Severity.INFO)
              .body(target.verb().present() + ' ' + target.described())
              .build());
    }
    return step;
  }

  private Span span(Target target, Instant now) {
    return tracer
        .spanBuilder("code pull " + target.verb().step())
        .setSpanKind(SpanKind.INTERNAL)
        .setStartTimestamp(now)
        .setAllAttributes(Attrs.of(own.run().attributes()))
        .setAllAttributes(Attrs.of(attributes(target)))
        .startSpan();
  }

  Instant now() {
    return clock.instant();
  }

  void tellDone(Step step, long bytes, Map<String, ?> more) {
    Target target = step.target();
    if (!budget.take(target.source() + ' ' + target.verb())) {
      return;
    }
    String revision = String.valueOf(more.get(RunAttributes.VCS_REF_HEAD_REVISION));
    events.emit(
        finished(step, Event.Severity.INFO)
            .body(
                target.verb().past()
                    + ' '
                    + target.described()
                    + (revision.length() >= 40 ? " at " + revision.substring(0, 10) : "")
                    + (bytes >= 0 ? ": " + bytes + " bytes" : "")
                    + " in "
                    + seconds(step.taken()))
            .attribute(RunAttributes.CODE_BYTES, bytes >= 0 ? bytes : null)
            .attributes(more)
            .build());
  }

  void tellFailed(Step step, Failure failure, Event.Severity severity) {
    Target target = step.target();
    if (!budget.take(target.source() + ' ' + failure.errorType())) {
      return;
    }
    String hint = hints.hint(target, failure);
    events.emit(
        finished(step, severity)
            .body(
                "could not "
                    + target.verb().plain()
                    + ' '
                    + target.described()
                    + " ("
                    + seconds(step.taken())
                    + "): "
                    + (failure.message().isEmpty() ? failure.errorType() : failure.message())
                    + (hint.isEmpty() ? "" : "\n" + hint))
            .attributes(failed(failure, hint))
            .build());
  }

  Map<String, Object> failed(Failure failure, String hint) {
    Map<String, Object> values = new LinkedHashMap<>(failure.attributes());
    values.put(RunAttributes.ERROR_TYPE, failure.errorType());
    values.put(RunAttributes.EXCEPTION_TYPE, failure.type());
    values.put(RunAttributes.EXCEPTION_MESSAGE, failure.type().isEmpty() ? "" : failure.message());
    if (failure.status() > 0) {
      values.put(RunAttributes.HTTP_RESPONSE_STATUS_CODE, (long) failure.status());
    }
    values.put(RunAttributes.HINT, hint);
    return values;
  }

  String hint(Target target, Failure failure) {
    return hints.hint(target, failure);
  }

  private Event.Builder finished(Step step, Event.Severity severity) {
    long untold = budget.drainUntold();
    return event(step, clock.instant(), severity)
        .attribute(RunAttributes.CODE_DURATION, step.taken().toNanos() / 1_000_000_000.0)
        .attribute(RunAttributes.CODE_START_MS, step.start().toEpochMilli())
        .attribute(RunAttributes.CODE_UNTOLD, untold > 0 ? untold : null);
  }

  private Event.Builder event(Step step, Instant time, Event.Severity severity) {
    return Event.of(RunEvents.CODE_PULL, time)
        .severity(severity)
        .span(step.span().getSpanContext())
        .attributes(own.run().attributes())
        .attributes(own.infrastructure())
        .attributes(attributes(step.target()));
  }

  private static Map<String, Object> attributes(Target target) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(RunAttributes.CODE_STEP, target.verb().step());
    values.put(RunAttributes.CODE_SOURCE, target.source());
    values.put(RunAttributes.CODE_LOCATION, target.location());
    values.putAll(target.attributes());
    return values;
  }

  private static String seconds(Duration duration) {
    return String.format(java.util.Locale.ROOT, "%.2f s", duration.toMillis() / 1_000.0);
  }
}
