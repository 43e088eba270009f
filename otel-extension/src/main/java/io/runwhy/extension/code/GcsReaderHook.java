package io.runwhy.extension.code;

import io.runwhy.extension.emit.Event;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A read channel of Google Cloud Storage: told once, when its end was read, when it is closed or
 * when a read fails. Where the channel goes unclosed nothing is told.
 */
final class GcsReaderHook implements Hook {
  private final Steps steps;
  private final Map<Object, Open> channels = Collections.synchronizedMap(new WeakHashMap<>());

  GcsReaderHook(Steps steps) {
    this.steps = steps;
  }

  private static final class Open {
    final Step step;
    long bytes;

    Open(Step step) {
      this.step = step;
    }
  }

  @Override
  public @Nullable End enter(HookCall call) {
    return call.name().equals("reader") ? opening(call) : working(call);
  }

  private @Nullable End opening(HookCall call) {
    Target target = steps.current() == null ? GcsHook.target(Verb.GET, call) : null;
    if (target == null) {
      return null;
    }
    return (channel, thrown) -> {
      if (channel != null && !channels.containsKey(channel)) {
        channels.put(channel, new Open(steps.begin(target, false)));
      }
    };
  }

  private @Nullable End working(HookCall call) {
    Object channel = call.instance();
    Open open = channel == null ? null : channels.get(channel);
    if (open == null || steps.current() != null) {
      return null;
    }
    open.step.enter();
    boolean closing = call.name().equals("close");
    return (result, thrown) -> {
      open.step.leave();
      if (thrown != null) {
        open.step.failed(GcsHook.failed(thrown), Event.Severity.ERROR);
      } else if (closing || Integer.valueOf(-1).equals(result)) {
        open.step.done(open.bytes);
      } else if (result instanceof Integer) {
        open.bytes += (Integer) result;
        return;
      }
      channels.remove(channel);
    };
  }
}
