package io.runwhy.extension.resource;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** One value of each {@link Measure}; NaN where there is none. Written and read under one lock. */
final class Sample {
  private final Map<Measure, Double> values = new EnumMap<>(Measure.class);

  void clear() {
    values.clear();
  }

  double get(Measure measure) {
    Double value = values.get(measure);
    return value == null ? Double.NaN : value;
  }

  boolean has(Measure measure) {
    return values.containsKey(measure);
  }

  /** Negative and infinite values are none. */
  void set(Measure measure, double value) {
    if (value >= 0 && value < Double.MAX_VALUE) {
      values.put(measure, value);
    } else {
      values.remove(measure);
    }
  }

  /** Negative values are none. */
  void set(Measure measure, long value) {
    set(measure, (double) value);
  }

  /** What is known, a line each; whole numbers without a point. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Measure measure : Measure.values()) {
      if (has(measure)) {
        double value = get(measure);
        text.append(measure.name()).append('=');
        if (value == Math.rint(value) && value < 1e18) {
          text.append((long) value);
        } else {
          text.append(String.format(Locale.ROOT, "%.3f", value));
        }
        text.append('\n');
      }
    }
    return text.toString();
  }
}
