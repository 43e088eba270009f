package io.runwhy.extension.resource;

import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.stream.Stream;

/** Child processes as the JDK knows them (Java 9 and later), by reflection. */
final class Descendants {
  private Descendants() {}

  /** At most so many; none before Java 9. */
  static long[] pids(int limit) {
    long[] pids = new long[limit];
    int count = 0;
    try {
      Class<?> handle = Class.forName("java.lang.ProcessHandle");
      Method pid = handle.getMethod("pid");
      Object self = handle.getMethod("current").invoke(null);
      try (Stream<?> all = (Stream<?>) handle.getMethod("descendants").invoke(self)) {
        for (Iterator<?> each = all.iterator(); each.hasNext() && count < limit; ) {
          pids[count++] = (Long) pid.invoke(each.next());
        }
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      count = 0;
    }
    return java.util.Arrays.copyOf(pids, count);
  }
}
