package io.runwhy.extension.process;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.conventions.RunKeys;
import io.runwhy.conventions.refusal.Refusals;
import io.runwhy.conventions.refusal.Verdict;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.Attrs;
import io.runwhy.extension.emit.Event.Severity;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import io.runwhy.extension.run.Command;
import io.runwhy.extension.run.Identity;
import io.runwhy.extension.run.OwnProcess;
import io.runwhy.extension.run.Run;
import io.runwhy.extension.submit.Submission;
import io.runwhy.extension.submit.Submitter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The start of a child. Where this process is a run the child is a part of it, unless its
 * environment names another; otherwise the child is a run that is submitted here.
 */
final class StartHook implements Hook {
  private final OwnProcess own;
  private final Submitter submitter;
  private final ChildStory story;
  private final Children children;
  private final String commands;
  private final boolean stamp;
  private final Consumer<String> warn;
  private final AtomicBoolean warned = new AtomicBoolean();

  StartHook(
      OwnProcess own,
      Submitter submitter,
      ChildStory story,
      Children children,
      Options options,
      Consumer<String> warn) {
    this.own = own;
    this.submitter = submitter;
    this.story = story;
    this.children = children;
    this.commands = options.text(Option.COMMANDS);
    this.stamp = options.isOn(Option.STAMP_PROCESS);
    this.warn =
        problem -> {
          if (warned.compareAndSet(false, true)) {
            warn.accept("of a started process: " + problem);
          }
        };
  }

  @Override
  public @Nullable End enter(HookCall call) {
    Object arguments = call.argument(0);
    if (!(arguments instanceof String[]) || ((String[]) arguments).length == 0) {
      return null;
    }
    String[] words = (String[]) arguments;
    Map<String, String> environment = environment(call.argument(1));
    String directory = String.valueOf(call.argument(2) == null ? "" : call.argument(2));
    Run named = Identity.ofEnvironment(name -> variable(environment, name), warn);
    boolean submitted = !isPart(named);
    Run run = run(named, submitted);
    Command command = Command.of(Arrays.asList(words), commands);
    Submission submission = begin(submitted, run, command);
    if (stamp) {
      Map<String, String> stamped =
          ChildEnvironment.with(
              environment, stamp(submission, run, variable(environment, RunKeys.ENV_RUN_ID)));
      if (stamped != null) {
        call.argument(1, stamped);
      }
    }
    long oomKills = children.oomKills();
    return (result, thrown) -> {
      if (result instanceof Process) {
        started((Process) result, run, submitted, command, submission, oomKills);
      } else if (thrown instanceof IOException) {
        Verdict verdict =
            Refusals.process(words[0], directory, String.valueOf(thrown.getMessage()));
        refused(verdict, thrown, run, submitted, submission);
      } else {
        submission.ignored();
      }
    };
  }

  /** Whether a child whose environment names this run is a part of ours. */
  private boolean isPart(Run named) {
    return own.run().isRun() && (named.id().isEmpty() || named.id().equals(own.run().run().id()));
  }

  private Run run(Run named, boolean submitted) {
    if (!submitted) {
      return own.run().run();
    }
    if (!named.id().isEmpty()) {
      return named;
    }
    // as good as a trace id, and without the first use of SecureRandom on the program's thread
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return Run.of(new UUID(high, low).toString(), "", "runwhy", "", "", "");
  }

  @SuppressWarnings("MustBeClosed")
  private Submission begin(boolean submitted, Run run, Command command) {
    String message = "starts " + command.title();
    if (submitted) {
      return submitter.begin("start process", run, message, command.attributes());
    }
    if (Span.current().getSpanContext().isValid() || !own.span().isValid()) {
      return submitter.beginQuietly("start process", run, message, command.attributes());
    }
    // a thread that the run's span did not come to
    Scope scope = Context.current().with(Span.wrap(own.span())).makeCurrent();
    try {
      return submitter.beginQuietly("start process", run, message, command.attributes());
    } finally {
      scope.close();
    }
  }

  /** The id that this process itself has from its environment names no other run. */
  private @Nullable String variable(@Nullable Map<String, String> environment, String name) {
    String value = environment == null ? System.getenv(name) : environment.get(name);
    boolean inherited =
        name.equals(RunKeys.ENV_RUN_ID) && own.run().run().id().equals(value == null ? "" : value);
    return inherited ? null : value;
  }

  /**
   * @param given the id that the program itself gave: it stays
   */
  private Map<String, @Nullable String> stamp(
      Submission submission, Run run, @Nullable String given) {
    Map<String, @Nullable String> ours = new LinkedHashMap<>();
    String traceparent = submission.traceparent();
    if (!traceparent.isEmpty()) {
      ours.put(RunKeys.ENV_TRACEPARENT, traceparent);
    }
    if (!run.id().isEmpty() && (given == null || given.isEmpty())) {
      ours.put(RunKeys.ENV_RUN_ID, run.id());
    }
    boolean part = own.run().isRun() && run.id().equals(own.run().run().id());
    ours.put(RunKeys.ENV_RUN_PID, part ? Long.toString(own.pid()) : null);
    return ours;
  }

  private void started(
      Process process,
      Run run,
      boolean submitted,
      Command command,
      Submission submission,
      long oomKills) {
    long pid = JavaProcess.pid(process);
    Child child =
        new Child(
            process,
            pid,
            run,
            submitted,
            command,
            submission.span().getSpanContext(),
            java.time.Instant.now(),
            oomKills);
    Map<String, Object> more =
        pid > 0 ? Collections.singletonMap(RunAttributes.PROCESS_PID, pid) : Collections.emptyMap();
    story.runs(child, submission.span());
    submission.created(more);
    story.started(child);
    children.track(child);
  }

  private void refused(
      Verdict verdict, Throwable thrown, Run run, boolean submitted, Submission submission) {
    if (submitted) {
      submission.refused(verdict, thrown);
      return;
    }
    Map<String, Object> more = new LinkedHashMap<>();
    more.put(RunAttributes.ERROR_TYPE, verdict.code());
    more.put(RunAttributes.HINT, verdict.resolution());
    submission.span().setAllAttributes(Attrs.of(more));
    submission.span().setStatus(StatusCode.ERROR, verdict.code());
    own.events()
        .tellOfChild(
            "submit",
            run,
            submission.span().getSpanContext(),
            Severity.WARN,
            verdict.summary(),
            more);
    submission.ignored();
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Map<String, String> environment(@Nullable Object argument) {
    return argument instanceof Map ? (Map<String, String>) argument : null;
  }
}
