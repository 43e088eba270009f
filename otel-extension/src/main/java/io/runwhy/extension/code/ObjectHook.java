package io.runwhy.extension.code;

import io.runwhy.extension.emit.Event;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A call that reads an object of a store; the outermost one on a thread is told. */
abstract class ObjectHook implements Hook {
  private final Steps steps;
  private final boolean ownSpan;

  /**
   * @param ownSpan whether steps get a span of ours; false where the agent has one
   */
  ObjectHook(Steps steps, boolean ownSpan) {
    this.steps = steps;
    this.ownSpan = ownSpan;
  }

  /** What the call fetches; null when it is nothing to be told. */
  abstract @Nullable Target target(HookCall call);

  /** How much came; -1 when it is not known. */
  abstract long bytes(HookCall call, @Nullable Object result);

  /** What the thrown says of the service's answer. */
  abstract Failure failure(Throwable thrown);

  @Override
  public final @Nullable End enter(HookCall call) {
    Step outer = steps.current();
    if (outer != null) {
      return (result, thrown) -> outer.learn(thrown == null ? bytes(call, result) : -1);
    }
    Target target = target(call);
    if (target == null) {
      return null;
    }
    Step step = steps.begin(target, ownSpan).enter();
    return (result, thrown) -> {
      step.leave();
      if (thrown == null && result instanceof CompletionStage) {
        ((CompletionStage<?>) result)
            .whenComplete((value, failure) -> end(call, step, value, failure));
      } else {
        end(call, step, result, thrown);
      }
    };
  }

  private void end(HookCall call, Step step, @Nullable Object result, @Nullable Throwable thrown) {
    if (thrown == null) {
      step.done(bytes(call, result));
    } else {
      step.failed(failure(unwrapped(thrown)), Event.Severity.ERROR);
    }
  }

  /** What went wrong, without the wrapper of a future. */
  static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return thrown instanceof java.util.concurrent.CompletionException && cause != null
        ? cause
        : thrown;
  }

  /** Size of what was written to a file of the default file system; -1 of anything else. */
  static long size(@Nullable Object file) {
    try {
      return file instanceof Path
              && ((Path) file).getFileSystem().equals(FileSystems.getDefault())
              && Files.isRegularFile((Path) file)
          ? Files.size((Path) file)
          : -1;
    } catch (java.io.IOException | RuntimeException e) {
      return -1;
    }
  }
}
