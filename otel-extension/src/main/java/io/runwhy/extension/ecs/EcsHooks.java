package io.runwhy.extension.ecs;

import io.opentelemetry.context.Scope;
import io.runwhy.conventions.PresetTable;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.conventions.RunEvents;
import io.runwhy.conventions.refusal.Refusals;
import io.runwhy.conventions.refusal.Verdict;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.Event;
import io.runwhy.extension.emit.EventSink;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import io.runwhy.extension.hook.Lazy;
import io.runwhy.extension.stamp.EcsStamp;
import io.runwhy.extension.submit.Submission;
import io.runwhy.extension.submit.Submitter;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Tells of ECS tasks that the program starts, and stamps them. */
public final class EcsHooks implements Hook {
  private final Submitter submitter;
  private final EventSink events;
  private final EcsStamp stamp;
  private final Clock clock;
  private final Regions regions = new Regions();

  EcsHooks(Submitter submitter, EventSink events, EcsStamp stamp, Clock clock) {
    this.submitter = submitter;
    this.events = events;
    this.stamp = stamp;
    this.clock = clock;
  }

  public static void add(
      Dispatcher dispatcher, Options options, Submitter submitter, EventSink events, Clock clock) {
    if (options.isOn(Option.SUBMIT_ECS)) {
      dispatcher.add(
          Option.SUBMIT_ECS.property(),
          Lazy.hook(() -> new EcsHooks(submitter, events, new EcsStamp(options), clock)),
          EcsModule.CLIENT + ".runTask",
          EcsModule.CLIENT + ".startTask",
          EcsModule.ASYNC_CLIENT + ".runTask",
          EcsModule.ASYNC_CLIENT + ".startTask");
    }
  }

  @Override
  @SuppressWarnings({"MustBeClosed", "FutureReturnValueIgnored"})
  public @Nullable End enter(HookCall call) throws ReflectiveOperationException {
    Object sdkRequest = call.argument(0);
    if (sdkRequest == null) {
      return null;
    }
    TaskRequest request = new TaskRequest(call.name(), sdkRequest, regions.of(call.instance()));
    Identity identity = Identity.of(request, sdkRequest, PresetTable.ecs(), stamp);
    Submission submission =
        submitter.beginQuietly(
            request.action(),
            identity.run,
            request.operation() + " " + request.family(),
            request.attributes());
    EcsStamp.Stamped stamped = stamped(sdkRequest, identity, submission);
    Submitted submitted = new Submitted(request, submission, identity.crowded || stamped.tooLong);
    call.argument(0, stamped.request);
    submission.tellState();
    Scope scope = submission.makeCurrent();
    return (result, thrown) -> {
      scope.close();
      if (result instanceof CompletableFuture) {
        ((CompletableFuture<?>) result)
            .whenComplete((answer, failure) -> endQuietly(submitted, answer, failure));
      } else {
        end(submitted, result, thrown);
      }
    };
  }

  /** The request to send. Where it cannot be made, nobody carries what the submission says. */
  private EcsStamp.Stamped stamped(Object sdkRequest, Identity identity, Submission submission)
      throws ReflectiveOperationException {
    try {
      return stamp.stamp(sdkRequest, identity.mains, identity.stamped, submission.traceparent());
    } catch (Throwable e) {
      submission.forgotten();
      throw e;
    }
  }

  /** A call that waits for its answer. */
  private static final class Submitted {
    final TaskRequest request;
    final Submission submission;
    final boolean tooLong;

    /**
     * @param tooLong whether something of the stamp was left out
     */
    Submitted(TaskRequest request, Submission submission, boolean tooLong) {
      this.request = request;
      this.submission = submission;
      this.tooLong = tooLong;
    }
  }

  /** On a thread of the SDK, where nobody else holds what is thrown. */
  private void endQuietly(
      Submitted submitted, @Nullable Object answer, @Nullable Throwable thrown) {
    try {
      end(submitted, answer, thrown);
    } catch (Throwable e) {
      submitted.submission.ignored();
    }
  }

  private void end(Submitted submitted, @Nullable Object response, @Nullable Throwable thrown) {
    TaskRequest request = submitted.request;
    Submission submission = submitted.submission;
    if (thrown != null) {
      failed(request, submission, SdkFailure.bare(thrown));
      return;
    }
    Answer answer = new Answer(response);
    if (answer.isRefusal()) {
      submission.refused(
          Refusals.ecsFailures(request.operation(), answer.failures(), request.values()), null);
      return;
    }
    Map<String, Object> more = answer.attributes(submission.run().id().isEmpty());
    if (!answer.failures().isEmpty()) {
      Verdict verdict =
          Refusals.ecsFailures(request.operation(), answer.failures(), request.values());
      String body =
          answer.tasks()
              + " tasks were started, "
              + answer.failures().size()
              + " were refused: "
              + verdict.summary()
              + "\n"
              + verdict.resolution();
      warn(request, submission, body, verdict.code(), more);
    }
    if (submitted.tooLong) {
      more.put(RunAttributes.STAMP_LEFT_OUT, "too long");
    }
    submission.created(more);
  }

  private static void failed(TaskRequest request, Submission submission, Throwable thrown) {
    if (thrown instanceof CancellationException) {
      submission.cancelled(
          request.operation()
              + " was cancelled before its answer came; its task may have been started all the same",
          thrown);
      return;
    }
    submission.refused(SdkFailure.verdict(request, thrown), thrown);
  }

  private void warn(
      TaskRequest request, Submission submission, String body, String type, Map<String, ?> more) {
    Instant now = clock.instant();
    events.emit(
        Event.of(RunEvents.PROCESS, now)
            .severity(Event.Severity.WARN)
            .body(body)
            .span(submission.span().getSpanContext())
            .attributes(submission.run().attributes())
            .attributes(request.attributes())
            .attributes(more)
            .attribute(RunAttributes.PROCESS_STEP, "submit")
            .attribute(RunAttributes.ERROR_TYPE, type)
            .build());
  }
}
