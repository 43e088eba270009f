package io.runwhy.bridge.source;

/** A token bucket that all reads on demand share. Thread-safe. */
public final class RateLimiter {
  private final double perNano;
  private final double burst;
  private double tokens;
  private long last = System.nanoTime();

  public RateLimiter(int perSecond, int burst) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.tokens = burst;
  }

  /** Waits for a turn. */
  public void acquire() throws InterruptedException {
    long wait = reserve(System.nanoTime());
    if (wait > 0) {
      java.util.concurrent.TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  /** Takes a token, on credit if need be; the nanoseconds to wait for it. */
  synchronized long reserve(long now) {
    tokens = Math.min(burst, tokens + Math.max(0, now - last) * perNano);
    last = Math.max(last, now);
    tokens -= 1;
    return tokens >= 0 ? 0 : (long) (-tokens / perNano);
  }
}
