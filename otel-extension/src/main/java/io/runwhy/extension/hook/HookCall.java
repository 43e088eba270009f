package io.runwhy.extension.hook;

import org.checkerframework.checker.nullness.qual.Nullable;

/** One call of a hooked method. */
public final class HookCall {
  private final String method;
  private final @Nullable Object instance;
  private final @Nullable Object[] arguments;

  public HookCall(String method, @Nullable Object instance, @Nullable Object[] arguments) {
    this.method = method;
    this.instance = instance;
    this.arguments = arguments;
  }

  /** Type and name, with dots. */
  public String method() {
    return method;
  }

  /** Its name alone. */
  public String name() {
    return method.substring(method.lastIndexOf('.') + 1);
  }

  /** Null for a static method. */
  public @Nullable Object instance() {
    return instance;
  }

  public int arguments() {
    return arguments.length;
  }

  /** Null also where there is no such argument. */
  public @Nullable Object argument(int index) {
    return index < arguments.length ? arguments[index] : null;
  }

  /** Replaces an argument, where the method is one whose arguments may be changed. */
  public void argument(int index, @Nullable Object value) {
    arguments[index] = value;
  }
}
