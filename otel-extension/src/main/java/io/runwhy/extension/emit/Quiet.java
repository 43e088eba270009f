package io.runwhy.extension.emit;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Keeps an exporter of the SDK from writing an error with its stack trace for each failed export:
 * the extension says it once. The exporter's logger allows itself one line a minute when it is
 * throttled; before each export that one is spent. The fields are internal: where they are not
 * found the exporter says what it says, which is bounded too.
 */
final class Quiet {
  private static final int MOST = 10;

  private final @Nullable Object limiter;
  private final @Nullable Method spend;

  private Quiet(@Nullable Object limiter, @Nullable Method spend) {
    this.limiter = limiter;
    this.spend = spend;
  }

  static Quiet of(Object exporter) {
    try {
      Object logger = field(field(exporter, "delegate"), "logger");
      Object throttled = field(logger, "throttled");
      Object limiter = field(logger, "throttledRateLimiter");
      Method spend = limiter.getClass().getMethod("trySpend", double.class);
      spend.setAccessible(true);
      throttled.getClass().getMethod("set", boolean.class).invoke(throttled, true);
      return new Quiet(limiter, spend);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return new Quiet(null, null);
    }
  }

  boolean isKnown() {
    return spend != null;
  }

  void beforeExport() {
    try {
      for (int i = 0; spend != null && i < MOST; i++) {
        if (!Boolean.TRUE.equals(spend.invoke(limiter, 1.0))) {
          return;
        }
      }
    } catch (ReflectiveOperationException | RuntimeException ignored) {
      // then it says what it says
    }
  }

  private static Object field(Object target, String name) throws ReflectiveOperationException {
    Field field = target.getClass().getDeclaredField(name);
    field.setAccessible(true);
    Object value = field.get(target);
    if (value == null) {
      throw new NoSuchFieldException(name);
    }
    return value;
  }
}
