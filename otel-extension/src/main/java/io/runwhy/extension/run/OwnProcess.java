package io.runwhy.extension.run;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.runwhy.conventions.ExitCodes;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.conventions.RunKeys;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.Attrs;
import io.runwhy.extension.emit.Daemon;
import io.runwhy.extension.emit.Event;
import io.runwhy.extension.emit.EventSink;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * This process: who it is, the span of its life, and how its start is told.
 *
 * <p>A process that is a run has one span from the start of the JVM to the beginning of its
 * shutdown, a child of the span that the environment names. What the program does on its main
 * thread, and on executors that it feeds, joins that span. A process that is no run has none, and
 * the program's spans are as they were.
 */
public final class OwnProcess {
  private final OwnRun own;
  private final Span span;
  private final ProcessEvents events;
  private final ProcessFacts facts;
  private final Instant begun;
  private final Options options;
  private final Function<String, @Nullable String> environment;
  private final Consumer<String> warn;

  private OwnProcess(
      OwnRun own,
      Span span,
      ProcessEvents events,
      ProcessFacts facts,
      Instant begun,
      Options options,
      Function<String, @Nullable String> environment,
      Consumer<String> warn) {
    this.own = own;
    this.span = span;
    this.events = events;
    this.facts = facts;
    this.begun = begun;
    this.options = options;
    this.environment = environment;
    this.warn = warn;
  }

  /**
   * Finds out who it is, begins the span and tells the start. To be called on the thread that will
   * run main.
   *
   * @param environment variables by name
   * @param warn is told of each thing that cannot be read
   */
  public static OwnProcess begin(
      Tracer tracer,
      Options options,
      EventSink sink,
      States states,
      Function<String, @Nullable String> environment,
      Clock clock,
      Consumer<String> warn) {
    OwnRun own =
        new OwnRun(
            Identity.own(options, environment, warn),
            Traceparent.of(environment, warn),
            new Infrastructure(environment, Infrastructure::read).attributes());
    if (!Command.isKnown(options.text(Option.COMMANDS))) {
      warn.accept(
          Option.COMMANDS.property()
              + ": '"
              + options.text(Option.COMMANDS).replaceAll("\\p{Cntrl}", "?")
              + "' is none of redacted, name, none; redacted is used");
    }
    Instant connected = clock.instant();
    ProcessFacts facts = ProcessFacts.read(connected);
    boolean told = options.isOn(Option.RUN);
    Span span = told && own.isRun() ? start(tracer, own, facts) : Span.getInvalid();
    ProcessEvents events = new ProcessEvents(sink, own, span.getSpanContext(), facts.pid, clock);
    OwnProcess process =
        new OwnProcess(own, span, events, facts, clock.instant(), options, environment, warn);
    if (told) {
      join(own, span);
      String holder = environment.apply(RunKeys.ENV_RUN_PID);
      boolean child = holder != null && !holder.trim().equals(Long.toString(facts.pid));
      if (own.isRun() && !child) {
        process.tellRunning(states, connected);
      }
    }
    return process;
  }

  public OwnRun run() {
    return own;
  }

  /**
   * Tells the start, and learns in which task of Amazon ECS this process runs. Takes long in a JVM
   * that has just started, so it is no work for the thread that will run main.
   */
  public void tellStart() {
    if (options.isOn(Option.RUN)) {
      tellStart(Command.of(ProcessFacts.command(), options.text(Option.COMMANDS)), begun);
    }
    learnTask();
  }

  public ProcessEvents events() {
    return events;
  }

  /** Of the span of its life; not valid when it has none. */
  public SpanContext span() {
    return span.getSpanContext();
  }

  public long pid() {
    return facts.pid;
  }

  /** How long the JVM has been running. */
  public Duration uptime(Instant now) {
    Duration up = Duration.between(facts.start, now);
    return up.isNegative() ? Duration.ZERO : up;
  }

  /** Ends the span, once: the process ends with this exit code. */
  public void end(int exitCode) {
    if (!span.isRecording()) {
      return;
    }
    span.setAttribute(RunAttributes.PROCESS_EXIT_CODE, exitCode);
    if (exitCode == 0) {
      span.setStatus(StatusCode.OK);
    } else {
      String meaning = ExitCodes.meaning(exitCode);
      span.setStatus(
          StatusCode.ERROR,
          "exit code " + exitCode + (meaning.isEmpty() ? "" : " (" + meaning + ")"));
    }
    span.end();
  }

  private static Span start(Tracer tracer, OwnRun own, ProcessFacts facts) {
    return tracer
        .spanBuilder("run process")
        .setParent(Context.root().with(Span.wrap(own.parent())))
        .setSpanKind(SpanKind.INTERNAL)
        .setStartTimestamp(facts.start)
        .setAllAttributes(Attrs.of(own.run().attributes()))
        .setAllAttributes(Attrs.of(own.infrastructure()))
        .setAttribute(RunAttributes.PROCESS_PID, facts.pid)
        .startSpan();
  }

  /** Left open on purpose: what main does belongs to it until the end. */
  @SuppressWarnings("MustBeClosedChecker")
  private static void join(OwnRun own, Span span) {
    if (span.getSpanContext().isValid()) {
      Context.current().with(span).makeCurrent();
    } else if (own.parent().isValid()) {
      Context.current().with(Span.wrap(own.parent())).makeCurrent();
    }
  }

  private void tellRunning(States states, Instant now) {
    Map<String, Object> more = new LinkedHashMap<>(own.infrastructure());
    more.put(RunAttributes.PROCESS_PID, facts.pid);
    more.put(RunAttributes.PROCESS_CREATION_TIME, facts.start.toString());
    states.tell(
        own.run(),
        span,
        States.State.RUNNING,
        "run",
        "connected: the run's code has started",
        now,
        more);
  }

  private void tellStart(Command command, Instant now) {
    Map<String, Object> more = new LinkedHashMap<>();
    if (facts.parentPid > 0) {
      more.put(RunAttributes.PROCESS_PARENT_PID, facts.parentPid);
    }
    more.putAll(command.attributes());
    more.put(RunAttributes.PROCESS_CREATION_TIME, facts.start.toString());
    more.put(RunAttributes.PROCESS_RUNTIME_NAME, facts.runtimeName);
    more.put(RunAttributes.PROCESS_RUNTIME_VERSION, facts.runtimeVersion);
    double seconds = uptime(now).toMillis() / 1_000.0;
    more.put(RunAttributes.PROCESS_DURATION, seconds);
    events.tell(
        "start",
        now,
        Event.Severity.INFO,
        "process "
            + facts.pid
            + " has started: Java "
            + facts.runtimeVersion
            + ", "
            + seconds
            + " s from its start to its main method",
        more);
  }

  private void learnTask() {
    String endpoint = environment.apply(EcsTask.VARIABLE);
    if (endpoint == null || endpoint.trim().isEmpty()) {
      return;
    }
    Daemon.of(
            "runwhy-ecs",
            () -> {
              try {
                own.learn(EcsTask.read(endpoint));
              } catch (IOException | RuntimeException e) {
                warn.accept(
                    EcsTask.VARIABLE
                        + ": "
                        + e.getMessage()
                        + "; events carry no ids of the ECS task");
              }
            })
        .start();
  }
}
