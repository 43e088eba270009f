package io.runwhy.extension.process;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.extension.emit.Attrs;
import io.runwhy.extension.emit.Event.Severity;
import io.runwhy.extension.run.ProcessEvents;
import io.runwhy.extension.run.States;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is told of a child that has started: a run of its own, or a part of this run. */
final class ChildStory {
  private final Tracer tracer;
  private final ProcessEvents events;
  private final States states;
  private final Clock clock;

  ChildStory(Tracer tracer, ProcessEvents events, States states, Clock clock) {
    this.tracer = tracer;
    this.events = events;
    this.states = states;
    this.clock = clock;
  }

  /** Its state, while the span of its submission is open; a part of this run has none. */
  void runs(Child child, Span submission) {
    if (child.submitted) {
      states.tell(
          child.run,
          submission,
          States.State.RUNNING,
          "run",
          name(child) + " has started",
          child.start,
          attributes(child));
    }
  }

  /** It has started. */
  void started(Child child) {
    events.tellOfChild(
        "start",
        child.run,
        child.span,
        Severity.INFO,
        name(child) + " has started",
        attributes(child));
  }

  /** This JVM asks it to end. */
  void asked(Child child, boolean forcibly) {
    Map<String, Object> more = attributes(child);
    more.put(RunAttributes.PROCESS_SIGNAL, forcibly ? "SIGKILL" : "SIGTERM");
    events.tellOfChild(
        "signal",
        child.run,
        child.span,
        Severity.INFO,
        name(child) + (forcibly ? " is killed" : " is asked to end") + " by this program",
        more);
  }

  /** It has ended. */
  void ended(Child child, Ended end) {
    Instant now = clock.instant();
    double seconds = seconds(child.start, now);
    Map<String, Object> more = attributes(child);
    more.put(RunAttributes.PROCESS_EXIT_CODE, end.code());
    more.put(RunAttributes.PROCESS_EXIT_MEANING, end.meaning());
    more.put(RunAttributes.PROCESS_DURATION, seconds);
    String since = "";
    if (child.asked()) {
      double shutdown = child.secondsSinceAsked();
      more.put(RunAttributes.PROCESS_SHUTDOWN_DURATION, shutdown);
      since = ", " + rounded(shutdown) + " s after it was asked to end";
    }
    String sentence =
        name(child)
            + " has ended with "
            + end.code()
            + (end.meaning().isEmpty() ? "" : " (" + end.meaning() + ")")
            + since
            + ", after "
            + rounded(seconds)
            + " s";
    boolean bad = end.state() == States.State.FAILED || end.state() == States.State.CRASHED;
    Severity severity = bad ? (child.submitted ? Severity.ERROR : Severity.WARN) : Severity.INFO;
    events.tellOfChild("exit", child.run, child.span, severity, sentence, more);
    if (child.submitted) {
      states.tell(child.run, Span.wrap(child.span), end.state(), "", sentence, now, more);
    }
    span(child, end, bad, now, more);
  }

  /** Its life, from start to end. */
  private void span(Child child, Ended end, boolean bad, Instant now, Map<String, Object> more) {
    Span span =
        tracer
            .spanBuilder("child process")
            .setParent(Context.root().with(Span.wrap(child.span)))
            .setSpanKind(SpanKind.INTERNAL)
            .setStartTimestamp(child.start)
            .setAllAttributes(Attrs.of(child.run.attributes()))
            .setAllAttributes(Attrs.of(more))
            .startSpan();
    if (bad) {
      span.setStatus(StatusCode.ERROR, end.state().wireName() + ": exit code " + end.code());
    }
    span.end(now);
  }

  static Map<String, Object> attributes(Child child) {
    Map<String, Object> known = new LinkedHashMap<>(child.command.attributes());
    if (child.pid > 0) {
      known.put(RunAttributes.PROCESS_PID, child.pid);
    }
    return known;
  }

  private static String name(Child child) {
    return "child " + child.command.title() + (child.pid > 0 ? " (pid " + child.pid + ")" : "");
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1_000_000_000.0;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1_000) / 1_000.0;
  }
}
