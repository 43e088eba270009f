package io.runwhy.extension.hook;

import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Made when it is first asked for: what a program never calls costs nothing at its start. Making it
 * may fail again and again; who asks is told each time.
 */
public final class Lazy<T> {
  private final Callable<T> maker;
  private volatile @Nullable T made;

  private Lazy(Callable<T> maker) {
    this.maker = maker;
  }

  public static <T> Lazy<T> of(Callable<T> maker) {
    return new Lazy<>(maker);
  }

  /** A hook that is made by its first call. */
  public static Hook hook(Callable<? extends Hook> maker) {
    Lazy<Hook> hook = new Lazy<>(maker::call);
    return call -> hook.get().enter(call);
  }

  public T get() throws Exception {
    T known = made;
    if (known == null) {
      synchronized (this) {
        known = made;
        if (known == null) {
          known = maker.call();
          made = known;
        }
      }
    }
    return known;
  }
}
