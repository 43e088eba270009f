package io.runwhy.extension.resource;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What the JDK tells of this process where there is no {@code /proc}: its CPU time. The memory that
 * it calls committed is address space, not what is resident, so memory is left out.
 */
final class JvmProcess {
  private final @Nullable Object bean;
  private final @Nullable Method cpuTime;

  JvmProcess() {
    Object found = null;
    Method method = null;
    try {
      Class<?> type = Class.forName("com.sun.management.OperatingSystemMXBean");
      method = type.getMethod("getProcessCpuTime");
      Object system = ManagementFactory.getOperatingSystemMXBean();
      found = type.isInstance(system) ? system : null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError ignored) {
      // a JVM without it
    }
    bean = found;
    cpuTime = method;
  }

  /** Seconds; NaN when they are not known. */
  double cpuSeconds() {
    Object known = bean;
    Method method = cpuTime;
    if (known == null || method == null) {
      return Double.NaN;
    }
    try {
      long nanos = (Long) method.invoke(known);
      return nanos < 0 ? Double.NaN : nanos / 1e9;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Double.NaN;
    }
  }

  /** Seconds that the JVM has lived. */
  double uptime() {
    return ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
  }
}
