package io.runwhy.extension.signal;

import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.resource.Peaks;
import io.runwhy.extension.run.OwnProcess;
import java.time.Clock;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What is told of signals, of uncaught exceptions and of the end of this process. */
public final class SignalHooks {
  private SignalHooks() {}

  /**
   * Adds the hooks; to be called on the thread that will run main. Without {@link Option#RUN}
   * nothing is told, but what waits is still delivered at the end.
   */
  public static void add(
      Dispatcher dispatcher,
      Options options,
      OwnProcess process,
      LastWords words,
      Supplier<Peaks> peaks,
      Clock clock) {
    if (!options.isOn(Option.RUN)) {
      addDelivery(dispatcher, words);
      return;
    }
    Ending ending = new Ending(process, words, peaks, clock);
    add(
        dispatcher,
        "signals",
        call -> {
          ending.signal((Integer) known(call.argument(0)));
          return null;
        },
        "misc.Signal.dispatch");
    add(
        dispatcher,
        "exceptions",
        new UncaughtExceptions(process.events(), ending, Thread.currentThread().getId()),
        "java.lang.ThreadGroup.uncaughtException");
    add(
        dispatcher,
        "exit",
        call -> {
          Thread thread = Thread.currentThread();
          ending.exitCalled(
              (Integer) known(call.argument(0)), thread, Caller.of(thread.getStackTrace()));
          return null;
        },
        "java.lang.Shutdown.exit");
    add(
        dispatcher,
        "shutdown",
        call -> {
          ending.lastThreadEnded();
          return (result, thrown) -> ending.exits();
        },
        "java.lang.Shutdown.shutdown");
    add(
        dispatcher,
        "hooks",
        call -> (result, thrown) -> ending.hooksFinished(),
        "java.lang.Shutdown.runHooks");
    add(
        dispatcher,
        "halt",
        call -> {
          ending.halted((Integer) known(call.argument(0)));
          return null;
        },
        "java.lang.Shutdown.halt");
  }

  private static void addDelivery(Dispatcher dispatcher, LastWords words) {
    add(
        dispatcher,
        "delivery",
        call ->
            (result, thrown) -> {
              words.gather();
              words.afterHooks();
            },
        "java.lang.Shutdown.runHooks");
  }

  private static void add(Dispatcher dispatcher, String part, Hook hook, String method) {
    dispatcher.add(Option.RUN.property() + " (" + part + ")", hook, method);
  }

  private static Object known(@Nullable Object value) {
    if (value == null) {
      throw new IllegalStateException("the method has another argument");
    }
    return value;
  }
}
