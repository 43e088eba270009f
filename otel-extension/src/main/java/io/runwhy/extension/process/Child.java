package io.runwhy.extension.process;

import io.opentelemetry.api.trace.SpanContext;
import io.runwhy.extension.run.Command;
import io.runwhy.extension.run.Run;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A child that runs. */
final class Child {
  final Process process;
  final long pid;
  final Run run;

  /** Whether it is a run that this program submitted; otherwise it is a part of this one. */
  final boolean submitted;

  final Command command;

  /** Of its start. */
  final SpanContext span;

  final Instant start;
  final long oomKills;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** 1 when it was asked to end, 2 when it was killed. */
  private final AtomicInteger asked = new AtomicInteger();

  private volatile long askedAt;

  Child(
      Process process,
      long pid,
      Run run,
      boolean submitted,
      Command command,
      SpanContext span,
      Instant start,
      long oomKills) {
    this.process = process;
    this.pid = pid;
    this.run = run;
    this.submitted = submitted;
    this.command = command;
    this.span = span;
    this.start = start;
    this.oomKills = oomKills;
  }

  /** True for the first who says so. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  /** True when it was not asked as firmly before. */
  boolean ask(boolean forcibly) {
    int level = forcibly ? 2 : 1;
    int before = asked.getAndAccumulate(level, Math::max);
    if (before == 0) {
      askedAt = System.nanoTime();
    }
    return before < level;
  }

  boolean asked() {
    return asked.get() > 0;
  }

  /** Seconds since it was first asked to end. */
  double secondsSinceAsked() {
    return (System.nanoTime() - askedAt) / 1_000_000_000.0;
  }
}
