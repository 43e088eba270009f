package io.runwhy.bridge.health;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * Counters and gauges of the bridge itself. Thread-safe. A series is a metric name of {@code
 * RunMetrics} and one dimension value (a source, a reason; empty for none), so the number of series
 * is bounded by the code.
 */
public final class BridgeStats {
  private final Map<Series, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<Series, DoubleSupplier> gauges = new ConcurrentHashMap<>();

  /** One series: {@code dimension} is empty when the metric has none. */
  public record Series(String metric, String dimension) implements Comparable<Series> {
    @Override
    public int compareTo(Series other) {
      int byMetric = metric.compareTo(other.metric);
      return byMetric != 0 ? byMetric : dimension.compareTo(other.dimension);
    }
  }

  public void count(String metric, String dimension, long n) {
    counters.computeIfAbsent(new Series(metric, dimension), s -> new LongAdder()).add(n);
  }

  /** Registers what to read at each export; the last registration of a series wins. */
  public void gauge(String metric, String dimension, DoubleSupplier value) {
    gauges.put(new Series(metric, dimension), value);
  }

  public long counter(String metric, String dimension) {
    LongAdder adder = counters.get(new Series(metric, dimension));
    return adder == null ? 0 : adder.sum();
  }

  public Map<Series, Long> counters() {
    Map<Series, Long> result = new TreeMap<>();
    counters.forEach((series, adder) -> result.put(series, adder.sum()));
    return result;
  }

  public Map<Series, Double> gauges() {
    Map<Series, Double> result = new TreeMap<>();
    gauges.forEach((series, value) -> result.put(series, value.getAsDouble()));
    return result;
  }
}
