package io.runwhy.extension.signal;

import io.runwhy.conventions.ExitCodes;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.extension.emit.Event.Severity;
import io.runwhy.extension.resource.Peaks;
import io.runwhy.extension.run.OwnProcess;
import java.io.File;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How this process ends, told step by step: signal, shutdown, hooks, exit. Each step is told once,
 * whichever threads come along. The process cannot know how its container or its run ends, so it
 * tells its own exit and no state of the run.
 */
final class Ending {
  /** Most signals that are told; further ones are counted. */
  static final int MAX_SIGNALS = 64;

  private final OwnProcess process;
  private final LastWords words;
  private final Supplier<Peaks> peaks;
  private final Clock clock;
  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean finished = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CountDownLatch told = new CountDownLatch(1);
  private volatile String asked = "";
  private volatile long askedAt;
  private volatile long begunAt;
  private volatile boolean mainFailed;

  Ending(OwnProcess process, LastWords words, Supplier<Peaks> peaks, Clock clock) {
    this.process = process;
    this.words = words;
    this.peaks = peaks;
    this.clock = clock;
  }

  /** A signal has arrived. */
  void signal(int number) {
    String name = Signals.name(number);
    if (asked.isEmpty() && Signals.ends(number)) {
      askedAt = System.nanoTime();
      asked = name;
    }
    if (signals.incrementAndGet() > MAX_SIGNALS) {
      return;
    }
    Map<String, Object> more = new LinkedHashMap<>();
    more.put(RunAttributes.PROCESS_SIGNAL, name);
    String meaning = Signals.meaning(number);
    process
        .events()
        .tell(
            "signal",
            Signals.ends(number) ? Severity.WARN : Severity.INFO,
            name + " has arrived" + (meaning.isEmpty() ? "" : ": " + meaning),
            more);
  }

  /** The main thread has ended by an exception: without System.exit the exit code will be 1. */
  void mainFailed() {
    mainFailed = true;
  }

  /**
   * The orderly shutdown begins by System.exit, which a signal calls too.
   *
   * @param caller the program's frame that called it, or empty
   */
  void exitCalled(int status, Thread thread, String caller) {
    int code = code(status);
    Map<String, Object> more = new LinkedHashMap<>();
    more.put(RunAttributes.PROCESS_EXIT_CODE, code);
    more.put(RunAttributes.THREAD_NAME, thread.getName());
    String body;
    if (caller.isEmpty() && !asked.isEmpty()) {
      body = "shutdown begins: " + asked;
    } else {
      body =
          "shutdown begins: System.exit("
              + status
              + ") by thread "
              + thread.getName()
              + (caller.isEmpty() ? "" : " at " + caller);
      more.put(RunAttributes.CODE_FUNCTION_NAME, function(caller));
    }
    begin(code, body, more);
  }

  /** The orderly shutdown begins because the last thread has ended. */
  void lastThreadEnded() {
    int code = mainFailed ? 1 : 0;
    Map<String, Object> more = new LinkedHashMap<>();
    more.put(RunAttributes.PROCESS_EXIT_CODE, code);
    begin(
        code,
        mainFailed
            ? "shutdown begins: main has ended by an exception"
            : "shutdown begins: the last thread has ended",
        more);
  }

  /** All shutdown hooks have ended. */
  void hooksFinished() {
    if (!begun.get() || !finished.compareAndSet(false, true)) {
      return;
    }
    words.gather();
    double seconds = seconds(begunAt);
    Map<String, Object> more = new LinkedHashMap<>();
    more.put(RunAttributes.PROCESS_DURATION, seconds);
    process
        .events()
        .tell(
            "hooks",
            Severity.INFO,
            "shutdown hooks have finished after " + rounded(seconds) + " s",
            more);
  }

  /** The end of a process whose last thread has ended; nothing of Java runs after it. */
  void exits() {
    last(mainFailed ? 1 : 0, "exits");
  }

  /** The very end: by Runtime.halt, or at the end of an orderly shutdown. */
  void halted(int status) {
    last(code(status), finished.get() ? "exits" : "is halted");
  }

  private void begin(int code, String body, Map<String, Object> more) {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    begunAt = System.nanoTime();
    if (asked.isEmpty()) {
      askedAt = begunAt;
    }
    words.gather();
    process.events().tell("shutdown", Severity.INFO, body, more);
    process.end(code);
  }

  private void last(int code, String verb) {
    boolean orderly = finished.get();
    if (!ended.compareAndSet(false, true)) {
      await(words.limit(orderly));
      return;
    }
    try {
      words.gather();
      tellExit(code, verb);
      process.end(code);
      if (orderly) {
        words.afterHooks();
      } else {
        words.atHalt(!begun.get());
      }
    } finally {
      told.countDown();
    }
  }

  private void tellExit(int code, String verb) {
    Map<String, Object> more = new LinkedHashMap<>();
    String meaning = ExitCodes.meaning(code);
    double up = process.uptime(clock.instant()).toMillis() / 1_000.0;
    more.put(RunAttributes.PROCESS_EXIT_CODE, code);
    more.put(RunAttributes.PROCESS_EXIT_MEANING, meaning);
    more.put(RunAttributes.PROCESS_UPTIME, up);
    more.put(RunAttributes.PROCESS_SIGNAL, asked);
    String since = "";
    if (askedAt != 0) {
      double seconds = seconds(askedAt);
      more.put(RunAttributes.PROCESS_SHUTDOWN_DURATION, seconds);
      since =
          ", " + rounded(seconds) + " s after " + (asked.isEmpty() ? "its shutdown began" : asked);
    }
    Peaks most = peaks.get();
    more.putAll(most.attributes());
    more.putAll(words.losses());
    String used = most.sentence();
    int untold = signals.get() - MAX_SIGNALS;
    Severity severity =
        code == 0 ? Severity.INFO : asked.isEmpty() ? Severity.ERROR : Severity.WARN;
    process
        .events()
        .tell(
            "exit",
            severity,
            "process "
                + process.pid()
                + ' '
                + verb
                + " with "
                + code
                + (meaning.isEmpty() ? "" : " (" + meaning + ")")
                + since
                + ", "
                + up
                + " s after its start"
                + (used.isEmpty() ? "" : "; it " + used)
                + (untold > 0 ? "; " + untold + " more signals were not told" : ""),
            more);
  }

  private void await(Duration limit) {
    try {
      told.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the system will see of it: on Unix the last eight bits. */
  private static int code(int status) {
    return File.separatorChar == '/' ? status & 0xff : status;
  }

  private static String function(String frame) {
    int end = frame.indexOf('(');
    return end < 0 ? frame : frame.substring(frame.lastIndexOf('/', end) + 1, end);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1_000_000_000.0;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1_000) / 1_000.0;
  }
}
