package io.runwhy.extension.hook;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Copied around a method that is only looked at. */
@SuppressWarnings({"unused", "NullAway"})
final class CallAdvice {
  private CallAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(
      @Advice.Origin("#t.#m") String method,
      @Advice.This(optional = true) Object instance,
      @Advice.AllArguments Object[] arguments) {
    return Hooks.enter(method, instance, arguments);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void exit(
      @Advice.Enter Object call,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object result,
      @Advice.Thrown Throwable thrown) {
    Hooks.exit(call, result, thrown);
  }
}
