package io.runwhy.extension.resource;

import io.runwhy.conventions.RunMetrics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The most that was used since the start, and the limits. What is not known is absent. */
public final class Peaks {
  /** Nothing is known. */
  public static final Peaks UNKNOWN = new Peaks(Collections.emptyMap(), Double.NaN, Double.NaN);

  /** Attribute: the most resident bytes of the children together, or of one of them. */
  public static final String CHILDREN_MEMORY_PEAK = "runwhy.process.children.memory.peak";

  /** Attribute: the most cores of the children together. */
  public static final String CHILDREN_CPU_PEAK = "runwhy.process.children.cpu.peak";

  private final Map<String, Object> attributes;
  private final double used;
  private final double limit;

  private Peaks(Map<String, Object> attributes, double used, double limit) {
    this.attributes = attributes;
    this.used = used;
    this.limit = limit;
  }

  static Peaks of(Sample sample, double workingSetPeak) {
    Map<String, Object> values = new LinkedHashMap<>();
    double own = sample.get(Measure.MEMORY_PEAK);
    whole(values, RunMetrics.PROCESS_MEMORY_PEAK, own);
    real(values, RunMetrics.PROCESS_CPU_PEAK, sample.get(Measure.CPU_PEAK));
    double children = sample.get(Measure.CHILDREN_MEMORY_PEAK);
    if (children > 0) {
      whole(values, CHILDREN_MEMORY_PEAK, children);
      real(values, CHILDREN_CPU_PEAK, sample.get(Measure.CHILDREN_CPU_PEAK));
    }
    double limit = sample.get(Measure.CONTAINER_MEMORY_LIMIT);
    whole(values, RunMetrics.CONTAINER_MEMORY_PEAK, sample.get(Measure.CONTAINER_MEMORY_PEAK));
    whole(values, RunMetrics.CONTAINER_MEMORY_LIMIT, limit);
    real(values, RunMetrics.CONTAINER_CPU_LIMIT, sample.get(Measure.CONTAINER_CPU_LIMIT));
    whole(values, RunMetrics.CONTAINER_OOM_KILLS, sample.get(Measure.CONTAINER_OOM_KILLS));
    real(
        values,
        RunMetrics.CONTAINER_CPU_THROTTLED_TIME,
        sample.get(Measure.CONTAINER_THROTTLED_TIME));
    return new Peaks(Collections.unmodifiableMap(values), used(sample, own, workingSetPeak), limit);
  }

  /**
   * The most that was in use and could not be let go. The kernel's own peak counts the cache of
   * files too and says little, so it only bounds what the process is known to have held.
   */
  private static double used(Sample sample, double own, double workingSetPeak) {
    double kernel = sample.get(Measure.CONTAINER_MEMORY_PEAK);
    if (Double.isNaN(kernel)) {
      return own;
    }
    return Math.max(workingSetPeak, Double.isNaN(own) ? 0 : Math.min(kernel, own));
  }

  /** For records: by the name of the metric; bytes, cores, seconds. */
  public Map<String, Object> attributes() {
    return attributes;
  }

  /** "used at most 480 MiB of 512 MiB", without the limit where there is none; may be empty. */
  public String sentence() {
    if (!(used > 0)) {
      return "";
    }
    String of = limit > 0 ? " of " + mebibytes(limit) : "";
    return "used at most " + mebibytes(used) + of;
  }

  private static String mebibytes(double bytes) {
    return (long) Math.ceil(bytes / (1 << 20)) + " MiB";
  }

  private static void whole(Map<String, Object> values, String key, double value) {
    if (value >= 0) {
      values.put(key, (long) value);
    }
  }

  private static void real(Map<String, Object> values, String key, double value) {
    if (value >= 0) {
      values.put(key, value);
    }
  }
}
