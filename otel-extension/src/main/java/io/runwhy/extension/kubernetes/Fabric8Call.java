package io.runwhy.extension.kubernetes;

import io.runwhy.extension.stamp.Model;
import java.lang.reflect.Field;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a fabric8 operation says of its call. From 6.0 on its context says it by getters; before, a
 * dry run was a field without one.
 */
final class Fabric8Call {
  private static final ClassValue<Optional<Field>> DRY_RUN =
      new ClassValue<Optional<Field>>() {
        @Override
        protected Optional<Field> computeValue(Class<?> type) {
          return Optional.ofNullable(field(type));
        }
      };

  private final Object operation;
  private final @Nullable Object context;

  private Fabric8Call(Object operation) {
    this.operation = operation;
    this.context = Model.get(operation, "operationContext");
  }

  static Fabric8Call of(Object operation) {
    return new Fabric8Call(operation);
  }

  /** Where the object goes to; empty when nothing says so. */
  String namespace(Object model) {
    String own = Model.text(Model.get(model, "metadata"), "namespace");
    String called = Model.text(context == null ? operation : context, "namespace");
    boolean chosen =
        context != null && !Boolean.TRUE.equals(Model.get(context, "defaultNamespace"));
    return own.isEmpty() || (chosen && !called.isEmpty()) ? called : own;
  }

  boolean isDryRun() {
    if (context != null) {
      return Boolean.TRUE.equals(Model.get(context, "dryRun"));
    }
    Field field = DRY_RUN.get(operation.getClass()).orElse(null);
    try {
      return field != null && field.getBoolean(operation);
    } catch (IllegalAccessException e) {
      return false;
    }
  }

  /** Whether a part of the object is meant, its status or scale. */
  boolean isOfSubresource() {
    return !Model.text(context, "subresource").isEmpty();
  }

  private static @Nullable Field field(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      try {
        Field field = c.getDeclaredField("dryRun");
        field.setAccessible(true);
        return field.getType() == boolean.class ? field : null;
      } catch (NoSuchFieldException | RuntimeException e) {
        // the next class up
      }
    }
    return null;
  }
}
