package io.runwhy.extension.resource;

import static net.bytebuddy.matcher.ElementMatchers.named;

import io.runwhy.extension.hook.HookModule;
import io.runwhy.extension.hook.HookedType;

/** Hooks the end of the shutdown hooks. */
public final class LastSampleModule extends HookModule {
  public LastSampleModule() {
    super("runwhy-resource", HookedType.of(named("java.lang.Shutdown")).see(named("runHooks")));
  }
}
