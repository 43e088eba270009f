package io.runwhy.extension.hook;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The door between an instrumented method and the extension. The agent copies this class into the
 * bootstrap loader and into each loader whose classes are instrumented, so it uses types of the JDK
 * alone. The copy in the bootstrap loader holds the handler; the others look it up there.
 *
 * <p>Nothing that goes wrong behind it reaches the caller.
 */
public final class Hooks {
  /**
   * Set by the extension in the copy of the bootstrap loader. Takes the method and the call (its
   * instance, or null, and its arguments) and gives what waits for its end, or null.
   */
  public static volatile @Nullable BiFunction<String, Object[], Object> handler;

  private Hooks() {}

  /**
   * At the beginning of a method.
   *
   * @param method type and name, with dots
   * @param arguments of the call; the extension may put others in their place
   * @return what {@link #exit} is to be given
   */
  public static @Nullable Object enter(
      String method, @Nullable Object instance, @Nullable Object[] arguments) {
    try {
      BiFunction<String, Object[], Object> known = handler;
      if (known == null) {
        known = find();
      }
      return known == null ? null : known.apply(method, new Object[] {instance, arguments});
    } catch (Throwable ignored) {
      return null;
    }
  }

  /** At the end of a method: with its result or what it threw. */
  @SuppressWarnings("unchecked")
  public static void exit(
      @Nullable Object call, @Nullable Object result, @Nullable Throwable thrown) {
    if (call instanceof BiConsumer) {
      try {
        ((BiConsumer<Object, Throwable>) call).accept(result, thrown);
      } catch (Throwable ignored) {
        // the caller's result stands
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static @Nullable BiFunction<String, Object[], Object> find() throws Exception {
    Class<?> original = Class.forName("io.runwhy.extension.hook.Hooks", false, null);
    Object found = original.getField("handler").get(null);
    handler = (BiFunction<String, Object[], Object>) found;
    return handler;
  }
}
