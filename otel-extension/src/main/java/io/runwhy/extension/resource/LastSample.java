package io.runwhy.extension.resource;

import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import java.time.Duration;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The last sample: when the user's shutdown hooks have run. */
public final class LastSample implements Hook {
  private final Resources resources;
  private final Duration limit;

  private LastSample(Resources resources, Duration limit) {
    this.resources = resources;
    this.limit = limit;
  }

  public static void add(Dispatcher dispatcher, Options options, Resources resources) {
    dispatcher.add(
        Option.RESOURCE.property(),
        new LastSample(resources, options.duration(Option.FLUSH_EXIT)),
        "java.lang.Shutdown.runHooks");
  }

  @Override
  public @Nullable End enter(HookCall call) {
    return (result, thrown) -> resources.flush(limit);
  }
}
