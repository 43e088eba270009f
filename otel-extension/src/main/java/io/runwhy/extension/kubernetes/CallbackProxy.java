package io.runwhy.extension.kubernetes;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Stands before the caller's {@code ApiCallback}: tells how the call ended, hands all on. */
final class CallbackProxy implements InvocationHandler {
  private final Object callback;
  private final Creation creation;

  private CallbackProxy(Object callback, Creation creation) {
    this.callback = callback;
    this.creation = creation;
  }

  /** The callback itself when it is of no known type; the end is not told then. */
  static Object of(Object callback, Creation creation) {
    Class<?> type = type(callback.getClass());
    return type == null
        ? callback
        : Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new CallbackProxy(callback, creation));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      tell(method.getName(), arguments);
    } catch (RuntimeException | LinkageError ignored) {
      // the caller hears of the end in any case
    }
    try {
      return method.invoke(callback, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private void tell(String method, @Nullable Object @Nullable [] arguments) {
    Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
    if (method.equals("onSuccess")) {
      creation.created(first);
    } else if (method.equals("onFailure") && first instanceof Throwable) {
      creation.refused((Throwable) first);
    }
  }

  private static @Nullable Class<?> type(Class<?> callback) {
    for (Class<?> c = callback; c != null; c = c.getSuperclass()) {
      for (Class<?> i : c.getInterfaces()) {
        if (i.getSimpleName().equals("ApiCallback")) {
          return i;
        }
        Class<?> above = type(i);
        if (above != null) {
          return above;
        }
      }
    }
    return null;
  }
}
