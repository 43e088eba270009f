package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.model.RunKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps reads of alike things apart: the events of one object at most every few seconds, and those
 * of all pods of one run together at most {@link #PER_RUN} times a minute. An array of 5,000 pods
 * with a bad image costs a handful of lists. Thread-safe; bounded.
 */
final class ReadBudget {
  static final int PER_RUN = 6;
  static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
  static final long SAME_OBJECT_NANOS = TimeUnit.SECONDS.toNanos(2);
  static final int REMEMBERED = 10_000;

  private final LongSupplier nanos;
  private final Map<String, Long> objects = bounded();
  private final Map<RunKey, long[]> runs = bounded();

  ReadBudget() {
    this(System::nanoTime);
  }

  ReadBudget(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized boolean allows(RunKey run, ObjectRef about) {
    long now = nanos.getAsLong();
    String object = about.kind() + '/' + about.uid();
    Long last = objects.get(object);
    if (last != null && now - last < SAME_OBJECT_NANOS) {
      return false;
    }
    if (about.kind().equals("Pod")) {
      long[] window = runs.computeIfAbsent(run, r -> new long[] {now, 0});
      if (now - window[0] >= WINDOW_NANOS) {
        window[0] = now;
        window[1] = 0;
      }
      if (window[1] >= PER_RUN) {
        return false;
      }
      window[1]++;
    }
    objects.put(object, now);
    return true;
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
