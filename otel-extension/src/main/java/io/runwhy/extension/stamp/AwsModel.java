package io.runwhy.extension.stamp;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Model objects of the AWS SDK for Java v2, of any version and package prefix: immutable, read by
 * methods that are called as the property, changed through {@code toBuilder()}. Methods are looked
 * up once a class, on a public class or interface.
 */
public final class AwsModel {
  private static final ClassValue<Map<String, Optional<Method>>> METHODS =
      new ClassValue<Map<String, Optional<Method>>>() {
        @Override
        protected Map<String, Optional<Method>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private AwsModel() {}

  /** Null when the object is null, has no such property, or none set. */
  public static @Nullable Object get(@Nullable Object object, String name) {
    if (object == null) {
      return null;
    }
    Optional<Method> getter =
        METHODS
            .get(object.getClass())
            .computeIfAbsent(name, n -> find(object.getClass(), n, null, false));
    try {
      return getter.isPresent() ? getter.get().invoke(object) : null;
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** The property at the end of the way. */
  public static @Nullable Object at(@Nullable Object object, String... way) {
    Object found = object;
    for (String name : way) {
      found = get(found, name);
    }
    return found;
  }

  /** Empty when there is none. */
  public static String text(@Nullable Object object, String name) {
    Object value = get(object, name);
    return value == null ? "" : value.toString();
  }

  /** Empty when there is none. */
  public static List<?> list(@Nullable Object object, String name) {
    Object value = get(object, name);
    return value instanceof List ? (List<?>) value : Collections.emptyList();
  }

  /** A copy with another value of the property. */
  static Object with(Object object, String name, Object value) throws ReflectiveOperationException {
    Object builder = get(object, "toBuilder");
    if (builder == null) {
      throw new NoSuchMethodException(object.getClass().getName() + ".toBuilder");
    }
    return build(set(builder, name, value));
  }

  /**
   * A new object of a class beside that of another one.
   *
   * @param simpleName of the class, for example KeyValuePair
   */
  static Object fresh(Object neighbour, String simpleName, String... namesAndValues)
      throws ReflectiveOperationException {
    Class<?> known = neighbour.getClass();
    String packageName = known.getName().substring(0, known.getName().lastIndexOf('.') + 1);
    Class<?> type = Class.forName(packageName + simpleName, true, known.getClassLoader());
    Object builder = type.getMethod("builder").invoke(null);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      set(builder, namesAndValues[i], namesAndValues[i + 1]);
    }
    return build(builder);
  }

  private static Object build(Object builder) throws ReflectiveOperationException {
    Object built = get(builder, "build");
    if (built == null) {
      throw new NoSuchMethodException(builder.getClass().getName() + ".build");
    }
    return built;
  }

  private static Object set(Object builder, String name, Object value)
      throws ReflectiveOperationException {
    Class<?> type = builder.getClass();
    Optional<Method> setter =
        METHODS.get(type).computeIfAbsent(name + '=', n -> find(type, name, value, true));
    if (!setter.isPresent()) {
      throw new NoSuchMethodException(type.getName() + '.' + name);
    }
    setter.get().invoke(builder, value);
    return builder;
  }

  /** A method of that name that anyone may call; with one parameter that takes the value. */
  private static Optional<Method> find(
      Class<?> type, String name, @Nullable Object value, boolean setter) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (Modifier.isPublic(c.getModifiers())) {
        Optional<Method> found = declared(c, name, value, setter);
        if (found.isPresent()) {
          return found;
        }
      }
      for (Class<?> face : c.getInterfaces()) {
        Optional<Method> found = find(face, name, value, setter);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Method> declared(
      Class<?> type, String name, @Nullable Object value, boolean setter) {
    for (Method method : type.getDeclaredMethods()) {
      Class<?>[] parameters = method.getParameterTypes();
      if (method.getName().equals(name)
          && Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && parameters.length == (setter ? 1 : 0)
          && (!setter || parameters[0].isInstance(value))) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }
}
