package io.runwhy.extension.hook;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads objects of libraries whose versions and packages vary: getters without arguments and
 * fields. Null on anything odd. What was found is kept with the class itself, so that no loader is
 * held.
 */
public final class Reflection {
  private static final ClassValue<Map<String, Optional<Method>>> METHODS =
      new ClassValue<Map<String, Optional<Method>>>() {
        @Override
        protected Map<String, Optional<Method>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private static final ClassValue<Map<String, Optional<Field>>> FIELDS =
      new ClassValue<Map<String, Optional<Field>>>() {
        @Override
        protected Map<String, Optional<Field>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private Reflection() {}

  /** What a chain of getters gives. */
  public static @Nullable Object get(@Nullable Object object, String... names) {
    Object value = object;
    for (String name : names) {
      if (value == null) {
        return null;
      }
      Optional<Method> method =
          METHODS.get(value.getClass()).computeIfAbsent(name, finder(value.getClass()));
      try {
        value = method.isPresent() ? method.get().invoke(value) : null;
      } catch (ReflectiveOperationException | RuntimeException ignored) {
        return null;
      }
    }
    return value;
  }

  /** The same as a text; empty for null. */
  public static String text(@Nullable Object object, String... names) {
    Object value = get(object, names);
    return value == null ? "" : value.toString();
  }

  /** The same as a list; empty when it is none. */
  public static List<?> list(@Nullable Object object, String... names) {
    Object value = get(object, names);
    return value instanceof List ? (List<?>) value : Collections.emptyList();
  }

  /** The same as a number; -1 when it is none. */
  public static long number(@Nullable Object object, String... names) {
    Object value = get(object, names);
    return value instanceof Number ? ((Number) value).longValue() : -1;
  }

  /** What a method that takes texts gives. */
  public static @Nullable Object find(@Nullable Object object, String name, String... arguments) {
    if (object == null) {
      return null;
    }
    try {
      Class<?>[] parameters = new Class<?>[arguments.length];
      Arrays.fill(parameters, String.class);
      Method method = method(object.getClass(), name, parameters);
      return method == null ? null : method.invoke(object, (Object[]) arguments);
    } catch (ReflectiveOperationException | RuntimeException ignored) {
      return null;
    }
  }

  /** A field, private ones too. */
  public static @Nullable Object field(@Nullable Object object, String name) {
    if (object == null) {
      return null;
    }
    Optional<Field> field =
        FIELDS
            .get(object.getClass())
            .computeIfAbsent(name, key -> Optional.ofNullable(declared(object.getClass(), key)));
    try {
      return field.isPresent() ? field.get().get(object) : null;
    } catch (ReflectiveOperationException | RuntimeException ignored) {
      return null;
    }
  }

  private static Function<String, Optional<Method>> finder(Class<?> type) {
    return name -> Optional.ofNullable(method(type, name));
  }

  /** Of a public type where there is one, else made accessible if that may be. */
  private static @Nullable Method method(Class<?> type, String name, Class<?>... parameters) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      Method found = publicly(at, name, parameters);
      if (found != null) {
        return found;
      }
    }
    try {
      Method found = type.getMethod(name, parameters);
      found.setAccessible(true);
      return found;
    } catch (ReflectiveOperationException | RuntimeException ignored) {
      return null;
    }
  }

  private static @Nullable Method publicly(Class<?> type, String name, Class<?>[] parameters) {
    try {
      if (Modifier.isPublic(type.getModifiers())) {
        Method found = type.getMethod(name, parameters);
        if (Modifier.isPublic(found.getDeclaringClass().getModifiers())
            && !(found.getDeclaringClass() == type && isHidden(type))) {
          return found;
        }
      }
    } catch (NoSuchMethodException ignored) {
      // perhaps an interface has it
    }
    for (Class<?> each : type.getInterfaces()) {
      Method found = publicly(each, name, parameters);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Public classes of the JDK's inner packages cannot be called from here. */
  private static boolean isHidden(Class<?> type) {
    return type.getName().startsWith("jdk.internal.") || type.getName().startsWith("sun.");
  }

  private static @Nullable Field declared(Class<?> type, String name) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      try {
        Field field = at.getDeclaredField(name);
        field.setAccessible(true);
        return field;
      } catch (NoSuchFieldException ignored) {
        // perhaps the superclass has it
      } catch (RuntimeException ignored) {
        return null;
      }
    }
    return null;
  }
}
