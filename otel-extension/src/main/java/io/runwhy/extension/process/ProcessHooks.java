package io.runwhy.extension.process;

import io.opentelemetry.api.trace.Tracer;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import io.runwhy.extension.hook.Lazy;
import io.runwhy.extension.run.OwnProcess;
import io.runwhy.extension.run.States;
import io.runwhy.extension.submit.Submitter;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What is told of processes that the program starts. */
public final class ProcessHooks {
  private ProcessHooks() {}

  /**
   * Adds the hooks.
   *
   * @param oomKills the container's counter of out-of-memory kills, so far
   * @return the children, for their last words
   */
  public static Children add(
      Dispatcher dispatcher,
      Options options,
      Submitter submitter,
      Tracer tracer,
      States states,
      OwnProcess own,
      LongSupplier oomKills,
      Clock clock,
      Consumer<String> warn) {
    ChildStory story = new ChildStory(tracer, own.events(), states, clock);
    Children children = new Children(story, oomKills, warn, Children.MAX_TRACKED);
    if (options.isOn(Option.SUBMIT_PROCESS)) {
      String option = Option.SUBMIT_PROCESS.property();
      dispatcher.add(
          option,
          Lazy.hook(() -> new StartHook(own, submitter, story, children, options, warn)),
          "java.lang.ProcessImpl.start");
      dispatcher.add(
          option + " (asked to end)",
          call -> asked(children, call),
          "java.lang.ProcessImpl.destroy",
          "java.lang.ProcessImpl.destroyForcibly",
          "java.lang.UNIXProcess.destroy",
          "java.lang.UNIXProcess.destroyForcibly",
          "java.lang.ProcessHandleImpl.destroyProcess");
    }
    return children;
  }

  private static Hook.@Nullable End asked(Children children, HookCall call) {
    Object instance = call.instance();
    boolean forcibly =
        call.name().equals("destroyForcibly") || Boolean.TRUE.equals(call.argument(0));
    long key =
        instance instanceof Process
            ? Children.key((Process) instance)
            : JavaProcess.handlePid(instance);
    children.asked(key, forcibly);
    return null;
  }
}
