package io.runwhy.bridge.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets equal values share one instance: pods of one template are alike in nearly everything.
 * Bounded: when {@link #LIMIT} values are known it is emptied and fills again; sharing is a saving,
 * never a meaning. Thread-safe.
 */
public final class Interner {
  static final int LIMIT = 50_000;

  /** Longer texts are seldom alike. */
  static final int MAX_TEXT = 512;

  private static final Map<Object, Object> KNOWN = new ConcurrentHashMap<>();

  private Interner() {}

  public static String intern(String text) {
    return text.isEmpty() ? "" : text.length() > MAX_TEXT ? text : shared(text);
  }

  @SuppressWarnings("unchecked")
  public static <T> T shared(T value) {
    if (KNOWN.size() >= LIMIT) {
      KNOWN.clear();
    }
    Object known = KNOWN.putIfAbsent(value, value);
    return known == null ? value : (T) known;
  }
}
