package io.runwhy.extension.signal;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.runwhy.extension.hook.HookModule;
import io.runwhy.extension.hook.HookedType;

/**
 * Hooks what the JVM passes through on its way out. No signal handler is installed: handlers are
 * the program's. Uncaught exceptions are seen in ThreadGroup and not in Thread: to allow Thread
 * would also allow each class whose name begins so, and would let the agent treat Thread itself as
 * a task of an executor.
 */
public final class SignalModule extends HookModule {
  public SignalModule() {
    super(
        "runwhy-signal",
        HookedType.of(namedOneOf("jdk.internal.misc.Signal", "sun.misc.Signal"))
            .see(named("dispatch").and(isStatic()).and(takesArguments(int.class))),
        HookedType.of(named("java.lang.Shutdown"))
            .see(namedOneOf("exit", "halt").and(isStatic()).and(takesArguments(int.class)))
            .see(namedOneOf("shutdown", "runHooks").and(isStatic()).and(takesNoArguments())),
        HookedType.of(named("java.lang.ThreadGroup"))
            .see(
                named("uncaughtException")
                    .and(takesArguments(2))
                    .and(takesArgument(0, Thread.class))));
  }
}
