package io.runwhy.extension.stamp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Model objects of any client: beans with getters and setters, maps, and beans that keep in a map
 * what they have no getter for. Maps and lists of the caller are never written into: a copy takes
 * their place. Each class is looked at once.
 */
public final class Model {
  private static final String REST = "additionalProperties";

  private static final ClassValue<Map<String, Property>> SHAPES =
      new ClassValue<Map<String, Property>>() {
        @Override
        protected Map<String, Property> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private Model() {}

  /** Null when the object has no such property, or none set. */
  public static @Nullable Object get(@Nullable Object object, String name) {
    if (object == null) {
      return null;
    }
    if (object instanceof Map) {
      return ((Map<?, ?>) object).get(name);
    }
    Property property = property(object.getClass(), name);
    if (property.isReadable()) {
      return property.get(object);
    }
    Property rest = property(object.getClass(), REST);
    Object values = rest.isReadable() ? rest.get(object) : null;
    return values instanceof Map ? ((Map<?, ?>) values).get(name) : null;
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

  /**
   * Sets a property.
   *
   * @return the object, or the changed copy of a map
   */
  static Object with(Object object, String name, Object value, Undo undo) {
    if (object instanceof Map) {
      return copy(object, name, value);
    }
    Property property = property(object.getClass(), name);
    if (property.isReadable()) {
      property.set(object, value, undo);
    } else {
      Property rest = property(object.getClass(), REST);
      rest.set(object, copy(rest.get(object), name, value), undo);
    }
    return object;
  }

  /** Sets one entry of a map of the object: a label, an annotation. */
  static Object withEntry(Object object, String map, String key, String value, Undo undo) {
    return with(object, map, copy(get(object, map), key, value), undo);
  }

  /** Puts another element into a list of the object; at its end when the index is its size. */
  static Object withElement(Object object, String list, int index, Object element, Undo undo) {
    List<Object> copy = new ArrayList<>(list(object, list));
    if (index == copy.size()) {
      copy.add(element);
    } else if (copy.get(index) == element) {
      return object;
    } else {
      copy.set(index, element);
    }
    return with(object, list, copy, undo);
  }

  /** A new object of the property's type. */
  static Object fresh(Object parent, String name) {
    return parent instanceof Map || !property(parent.getClass(), name).isReadable()
        ? new LinkedHashMap<String, Object>()
        : property(parent.getClass(), name).fresh();
  }

  /** A new element for a list of the object. */
  static Object freshElement(Object parent, String list) {
    return parent instanceof Map || !property(parent.getClass(), list).isReadable()
        ? new LinkedHashMap<String, Object>()
        : property(parent.getClass(), list).freshElement();
  }

  private static Map<Object, Object> copy(@Nullable Object map, String key, Object value) {
    Map<Object, Object> copy =
        map instanceof Map ? new LinkedHashMap<>((Map<?, ?>) map) : new LinkedHashMap<>();
    copy.put(key, value);
    return copy;
  }

  private static Property property(Class<?> type, String name) {
    return SHAPES.get(type).computeIfAbsent(name, n -> Property.of(type, n));
  }
}
