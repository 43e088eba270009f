package io.runwhy.extension.hook;

import org.checkerframework.checker.nullness.qual.Nullable;

/** What is done around a call. It runs on the caller's thread: short, and never waits. */
@FunctionalInterface
public interface Hook {
  /**
   * At the beginning of the call.
   *
   * @return what is done at its end; null when there is nothing to do
   * @throws Exception when it cannot go on; the hook is switched off then, the call goes on
   */
  @Nullable End enter(HookCall call) throws Exception;

  /** What is done at the end of a call. */
  @FunctionalInterface
  interface End {
    /** With the result (null for a void method) or with what was thrown. */
    void exit(@Nullable Object result, @Nullable Throwable thrown) throws Exception;
  }
}
