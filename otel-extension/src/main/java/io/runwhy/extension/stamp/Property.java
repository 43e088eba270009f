package io.runwhy.extension.stamp;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A property of a bean: its getter, its setter, what it holds. */
final class Property {
  private final @Nullable Method getter;
  private final @Nullable Method setter;

  private Property(@Nullable Method getter, @Nullable Method setter) {
    this.getter = getter;
    this.setter = setter;
  }

  static Property of(Class<?> bean, String name) {
    String rest = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    Method get = method(bean, "get" + rest);
    Method getter = get == null ? method(bean, "is" + rest) : get;
    Method setter = getter == null ? null : method(bean, "set" + rest, getter.getReturnType());
    return new Property(getter, setter);
  }

  /** A public method that may be called, also where its class is not public. */
  static @Nullable Method method(Class<?> type, String name, Class<?>... arguments) {
    try {
      Method method = type.getMethod(name, arguments);
      if (!Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
        method.setAccessible(true);
      }
      return method;
    } catch (NoSuchMethodException | RuntimeException e) {
      return null;
    }
  }

  boolean isReadable() {
    return getter != null;
  }

  @Nullable Object get(Object bean) {
    return getter == null ? null : call(getter, bean);
  }

  void set(Object bean, @Nullable Object value, Undo undo) {
    Method known = setter;
    if (known == null) {
      throw new IllegalStateException(bean.getClass().getName() + " cannot be changed");
    }
    Object before = get(bean);
    call(known, bean, value);
    undo.add(() -> call(known, bean, before));
  }

  Object fresh() {
    return create(getter == null ? Object.class : getter.getReturnType());
  }

  Object freshElement() {
    Type type = getter == null ? Object.class : getter.getGenericReturnType();
    if (type instanceof ParameterizedType) {
      Type element = ((ParameterizedType) type).getActualTypeArguments()[0];
      if (element instanceof Class) {
        return create((Class<?>) element);
      }
    }
    throw new IllegalStateException("no type of element in " + type);
  }

  private static Object create(Class<?> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " cannot be made", e);
    }
  }

  private static @Nullable Object call(Method method, Object bean, @Nullable Object... arguments) {
    try {
      return method.invoke(bean, arguments);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new IllegalStateException(method + " failed", e);
    }
  }
}
