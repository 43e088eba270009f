package io.runwhy.extension.code;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.extension.emit.Attrs;
import io.runwhy.extension.emit.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One step that has begun. {@link #enter} and {@link #leave} mark the thread that works on it; it
 * is over once, by {@link #done}, {@link #failed} or {@link #dropped}, on any thread.
 */
final class Step {
  private final Steps steps;
  private final Target target;
  private final @Nullable Step outer;
  private final Span span;
  private final boolean ownSpan;
  private final Instant start;
  private final AtomicBoolean over = new AtomicBoolean();
  private @Nullable Step before;
  private @Nullable Scope scope;
  private @Nullable Step innerStep;
  private @Nullable Failure innerFailure;
  private @Nullable Object innerResult;
  private volatile long knownBytes = -1;
  private volatile @Nullable Duration taken;

  Step(
      Steps steps, Target target, @Nullable Step outer, Span span, boolean ownSpan, Instant start) {
    this.steps = steps;
    this.target = target;
    this.outer = outer;
    this.span = span;
    this.ownSpan = ownSpan;
    this.start = start;
  }

  Target target() {
    return target;
  }

  Span span() {
    return span;
  }

  Instant start() {
    return start;
  }

  /** Until now, or until it was over. */
  Duration taken() {
    Duration known = taken;
    return known == null ? Duration.between(start, steps.now()) : known;
  }

  /** This thread works on it from now on. */
  @SuppressWarnings("MustBeClosed")
  Step enter() {
    before = steps.current();
    steps.current(this);
    if (ownSpan) {
      scope = Context.current().with(span).makeCurrent();
    }
    return this;
  }

  /** This thread, the one that entered, works on it no longer. */
  Step leave() {
    steps.current(before);
    before = null;
    Scope open = scope;
    scope = null;
    if (open != null) {
      open.close();
    }
    return this;
  }

  /** An inner call has learned how much came. */
  void learn(long bytes) {
    if (bytes >= 0) {
      knownBytes = bytes;
    }
  }

  /** The result of the last step inside it. */
  @Nullable Object innerResult() {
    return innerResult;
  }

  /** It worked. */
  void done(long bytes, @Nullable Object result, Map<String, ?> more) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    taken = Duration.between(start, steps.now());
    if (outer != null) {
      outer.innerResult = result;
    }
    long size = bytes >= 0 ? bytes : knownBytes;
    if (ownSpan) {
      span.setAllAttributes(Attrs.of(more));
      if (size >= 0) {
        span.setAttribute(RunAttributes.CODE_BYTES, size);
      }
      span.setStatus(StatusCode.OK);
      span.end();
    }
    Step inner = innerStep;
    Failure failure = innerFailure;
    if (inner != null && failure != null) {
      // a step inside failed and yet this one went on
      steps.tellFailed(inner, failure, Event.Severity.WARN);
    }
    steps.tellDone(this, size, more);
  }

  void done(long bytes) {
    done(bytes, null, Collections.emptyMap());
  }

  /** It failed. Inside another step it is told only if that one goes on all the same. */
  void failed(Failure failure, Event.Severity severity) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    taken = Duration.between(start, steps.now());
    if (ownSpan) {
      span.setAllAttributes(Attrs.of(steps.failed(failure, steps.hint(target, failure))));
      span.setStatus(StatusCode.ERROR, failure.errorType());
      span.end();
    }
    if (outer == null) {
      steps.tellFailed(this, failure, severity);
    } else {
      outer.innerStep = this;
      outer.innerFailure = failure;
    }
  }

  /** It turned out to be nothing worth telling. */
  void dropped() {
    if (over.compareAndSet(false, true) && ownSpan) {
      span.end();
    }
  }
}
