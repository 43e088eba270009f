package io.runwhy.bridge.timeline;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Maps in the order of arrival that forget the oldest. */
final class Bounded {
  private Bounded() {}

  /** The number of values that had to go for the new ones. */
  static <T> int putAll(Map<String, T> into, List<T> values, Function<T, String> key, int limit) {
    for (T value : values) {
      into.remove(key.apply(value));
      into.put(key.apply(value), value);
    }
    int gone = 0;
    var oldest = into.keySet().iterator();
    while (into.size() > limit) {
      oldest.next();
      oldest.remove();
      gone++;
    }
    return gone;
  }
}
