package io.runwhy.extension.signal;

import io.runwhy.conventions.RunAttributes;
import io.runwhy.extension.emit.Event.Severity;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import io.runwhy.extension.run.ProcessEvents;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Exceptions that ended a thread. A thread with a handler of its own does not come here: it has
 * caught them.
 */
final class UncaughtExceptions implements Hook {
  /** Most of them that are told; a pool whose threads die again and again tells no more. */
  static final int MAX_TOLD = 64;

  private final ProcessEvents events;
  private final Ending ending;
  private final AtomicInteger told = new AtomicInteger();
  private final long main;

  /**
   * @param main id of the thread that runs main: not the same number in all JDKs
   */
  UncaughtExceptions(ProcessEvents events, Ending ending, long main) {
    this.main = main;
    this.events = events;
    this.ending = ending;
  }

  @Override
  public @Nullable End enter(HookCall call) {
    Object group = call.instance();
    Object thread = call.argument(0);
    Object thrown = call.argument(1);
    // each group hands over to its parent: the last one tells
    if (!(group instanceof ThreadGroup)
        || ((ThreadGroup) group).getParent() != null
        || !(thread instanceof Thread)
        || !(thrown instanceof Throwable)
        || thrown.getClass().getName().equals("java.lang.ThreadDeath")
        || !endsThread((Thread) thread)) {
      return null;
    }
    boolean endsRun = ((Thread) thread).getId() == main;
    if (endsRun) {
      ending.mainFailed();
    }
    if (endsRun || told.incrementAndGet() <= MAX_TOLD) {
      tell((Thread) thread, (Throwable) thrown, endsRun);
    }
    return null;
  }

  /** Whether the JVM called, at the end of that thread; programs call handlers too. */
  private static boolean endsThread(Thread thread) {
    if (thread != Thread.currentThread()) {
      return false;
    }
    StackTraceElement[] stack = new Throwable().getStackTrace();
    for (int i = stack.length - 1; i >= 0 && i >= stack.length - 4; i--) {
      if (stack[i].getMethodName().equals("dispatchUncaughtException")) {
        return true;
      }
    }
    return false;
  }

  private void tell(Thread thread, Throwable thrown, boolean endsRun) {
    // where memory is short nothing big is made
    boolean brief = thrown instanceof OutOfMemoryError;
    String message = StackText.message(thrown);
    Map<String, Object> more = new LinkedHashMap<>();
    more.put(RunAttributes.EXCEPTION_TYPE, thrown.getClass().getName());
    more.put(RunAttributes.EXCEPTION_MESSAGE, message);
    more.put(RunAttributes.THREAD_NAME, thread.getName());
    events.tell(
        "exception",
        endsRun ? Severity.ERROR : Severity.WARN,
        "uncaught exception in thread "
            + thread.getName()
            + ": "
            + (brief ? thrown.getClass().getName() + ": " + message : StackText.of(thrown)),
        more);
  }
}
