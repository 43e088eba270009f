package io.runwhy.extension.hook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Hands calls to their hooks. A hook that fails is switched off and named once; calls that our own
 * work makes are not looked at.
 */
public final class Dispatcher implements BiFunction<String, Object[], Object> {
  private final Map<String, Entry> hooks = new LinkedHashMap<>();
  private final Map<String, Entry> byMethod = new ConcurrentHashMap<>();
  private final Set<String> off = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Boolean> inside = new ThreadLocal<>();
  private final BiConsumer<String, Throwable> broken;

  /**
   * @param broken is told once of each switch whose hook failed, and why
   */
  public Dispatcher(BiConsumer<String, Throwable> broken) {
    this.broken = broken;
  }

  private static final class Entry {
    final String option;
    final @Nullable Hook hook;

    Entry(String option, @Nullable Hook hook) {
      this.option = option;
      this.hook = hook;
    }
  }

  private static final Entry NONE = new Entry("", null);

  /**
   * Adds a hook.
   *
   * @param option the switch that names it in a warning
   * @param methods ends of "type.method", so that relocated copies match too
   */
  public void add(String option, Hook hook, String... methods) {
    for (String method : methods) {
      hooks.put(method, new Entry(option, hook));
    }
  }

  /** Opens the door: from now on calls come in. */
  public void open() throws ReflectiveOperationException {
    door().getField("handler").set(null, this);
  }

  /** The agent puts it into the bootstrap loader when it instruments the first class there. */
  private static Class<?> door() throws ClassNotFoundException {
    try {
      return Class.forName(Hooks.class.getName(), true, null);
    } catch (ClassNotFoundException notYet) {
      Class.forName("java.lang.ProcessBuilder", true, null);
      return Class.forName(Hooks.class.getName(), true, null);
    }
  }

  /** Runs work of ours whose calls are not looked at. */
  public void unseen(Runnable work) {
    Boolean before = inside.get();
    inside.set(true);
    try {
      work.run();
    } finally {
      inside.set(before);
    }
  }

  @Override
  public @Nullable Object apply(String method, Object[] call) {
    Entry entry = byMethod.get(method);
    if (entry == null) {
      entry = find(method);
      byMethod.put(method, entry);
    }
    Hook hook = entry.hook;
    if (hook == null || inside.get() != null || off.contains(entry.option)) {
      return null;
    }
    String option = entry.option;
    @Nullable Hook.End[] end = new Hook.End[1];
    guarded(option, () -> end[0] = hook.enter(new HookCall(method, call[0], (Object[]) call[1])));
    Hook.End known = end[0];
    if (known == null) {
      return null;
    }
    BiConsumer<Object, Throwable> exit =
        (result, thrown) -> guarded(option, () -> known.exit(result, thrown));
    return exit;
  }

  private interface Step {
    void run() throws Exception;
  }

  private void guarded(String option, Step step) {
    inside.set(true);
    try {
      step.run();
    } catch (Throwable e) {
      if (off.add(option)) {
        broken.accept(option, e);
      }
    } finally {
      inside.remove();
    }
  }

  private Entry find(String method) {
    for (Map.Entry<String, Entry> entry : hooks.entrySet()) {
      if (method.endsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    return NONE;
  }
}
