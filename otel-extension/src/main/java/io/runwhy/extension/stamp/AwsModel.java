package io.runwhy.extension.stamp;

import io.runwhy.extension.hook.Reflection;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes model objects of the AWS SDK for Java v2, of any version and package prefix: they are
 * immutable, a copy is made through {@code toBuilder()}. Methods are looked up once a class, on a
 * public class or interface.
 */
final class AwsModel {
  private static final ClassValue<Map<String, Optional<Method>>> SETTERS =
      new ClassValue<Map<String, Optional<Method>>>() {
        @Override
        protected Map<String, Optional<Method>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private AwsModel() {}

  /** A copy with another value of the property. */
  static Object with(Object object, String name, Object value) throws ReflectiveOperationException {
    Object builder = Reflection.get(object, "toBuilder");
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
    Object built = Reflection.get(builder, "build");
    if (built == null) {
      throw new NoSuchMethodException(builder.getClass().getName() + ".build");
    }
    return built;
  }

  private static Object set(Object builder, String name, Object value)
      throws ReflectiveOperationException {
    Class<?> type = builder.getClass();
    Optional<Method> setter =
        SETTERS.get(type).computeIfAbsent(name, n -> setter(type, name, value));
    if (!setter.isPresent()) {
      throw new NoSuchMethodException(type.getName() + '.' + name);
    }
    setter.get().invoke(builder, value);
    return builder;
  }

  /** A method of that name that anyone may call, with one parameter that takes the value. */
  private static Optional<Method> setter(Class<?> type, String name, Object value) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (Modifier.isPublic(c.getModifiers())) {
        Optional<Method> found = declared(c, name, value);
        if (found.isPresent()) {
          return found;
        }
      }
      for (Class<?> face : c.getInterfaces()) {
        Optional<Method> found = setter(face, name, value);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Method> declared(Class<?> type, String name, Object value) {
    for (Method method : type.getDeclaredMethods()) {
      Class<?>[] parameters = method.getParameterTypes();
      if (method.getName().equals(name)
          && Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && parameters.length == 1
          && parameters[0].isInstance(value)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }
}
