package io.runwhy.extension.hook;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Copied around a method whose arguments may be replaced by others of the same type. */
@SuppressWarnings({"unused", "NullAway"})
final class ChangeAdvice {
  private ChangeAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object enter(
      @Advice.Origin("#t.#m") String method,
      @Advice.This(optional = true) Object instance,
      @Advice.AllArguments(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object[] arguments) {
    Object[] changed = arguments.clone();
    Object call = Hooks.enter(method, instance, changed);
    arguments = changed;
    return call;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void exit(
      @Advice.Enter Object call,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object result,
      @Advice.Thrown Throwable thrown) {
    Hooks.exit(call, result, thrown);
  }
}
