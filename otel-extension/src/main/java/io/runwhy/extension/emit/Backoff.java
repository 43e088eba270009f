package io.runwhy.extension.emit;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: 1 s, doubled up to 30 s, a fifth more or less by chance.
 */
final class Backoff {
  /** First wait, in nanoseconds. */
  static final long FIRST = TimeUnit.SECONDS.toNanos(1);

  /** Longest wait, in nanoseconds. */
  static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

  /** Wait while somebody waits for delivery, in nanoseconds. */
  static final long URGENT = TimeUnit.MILLISECONDS.toNanos(200);

  private final DoubleSupplier chance;
  private long next = FIRST;

  /**
   * @param chance from 0 to 1
   */
  Backoff(DoubleSupplier chance) {
    this.chance = chance;
  }

  long next(boolean urgent) {
    if (urgent) {
      return URGENT;
    }
    long wait = (long) (next * (0.8 + 0.4 * chance.getAsDouble()));
    next = Math.min(LONGEST, next * 2);
    return wait;
  }

  void reset() {
    next = FIRST;
  }
}
