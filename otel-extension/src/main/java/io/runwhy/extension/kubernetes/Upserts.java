package io.runwhy.extension.kubernetes;

import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Knows on which threads a create is the first try of "create or replace". */
final class Upserts implements Hook {
  private final ThreadLocal<Boolean> running = new ThreadLocal<>();

  @Override
  public @Nullable End enter(HookCall call) {
    if (isRunning()) {
      return null;
    }
    running.set(true);
    return (result, thrown) -> running.remove();
  }

  boolean isRunning() {
    return running.get() != null;
  }
}
