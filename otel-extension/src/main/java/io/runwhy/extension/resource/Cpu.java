package io.runwhy.extension.resource;

/**
 * A CPU clock between two samples: never backwards, and how many cores it used.
 *
 * <p>A clock can fall: a child that is read between its end and the wait for it is missing for a
 * moment, one whose parent died first is lost for good. A fall is waited out for one sample, then
 * the clock goes on from there.
 */
final class Cpu {
  /**
   * Shortest time, in nanoseconds, over which cores are told: the kernel counts in steps of 10 ms.
   */
  static final long SHORTEST = 500_000_000L;

  private double offset;
  private double last;
  private boolean fell;
  private double markSeconds;
  private long markNanos;
  private double cores = Double.NaN;
  private double peak = Double.NaN;

  /**
   * @param start nanoseconds of the clock of samples when this one stood at {@code seconds}; NaN
   *     for seconds: cores are told from the first reading on
   */
  Cpu(double seconds, long start) {
    markSeconds = seconds;
    markNanos = start;
  }

  /** Takes a reading; NaN is none. */
  void read(double seconds, long nanos) {
    if (Double.isNaN(seconds)) {
      return;
    }
    if (Double.isNaN(markSeconds)) {
      markSeconds = seconds;
      markNanos = nanos;
    }
    if (seconds + offset >= last) {
      fell = false;
      last = seconds + offset;
    } else if (fell) {
      fell = false;
      offset = last - seconds;
    } else {
      fell = true;
    }
    long elapsed = nanos - markNanos;
    if (elapsed >= SHORTEST) {
      cores = Math.max(0, last - markSeconds) / (elapsed / 1e9);
      peak = Double.isNaN(peak) ? cores : Math.max(peak, cores);
      markSeconds = last;
      markNanos = nanos;
    }
  }

  /** Seconds, never fewer than before. */
  double seconds() {
    return last;
  }

  /** Cores that were used between the last two samples; NaN before the second. */
  double cores() {
    return cores;
  }

  /** The most of them. */
  double peak() {
    return peak;
  }
}
