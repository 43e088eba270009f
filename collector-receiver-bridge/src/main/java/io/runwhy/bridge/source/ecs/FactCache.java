package io.runwhy.bridge.source.ecs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Facts by ARN, so that many tasks alike cost one read. Bounded: the one used longest ago is
 * forgotten first. Thread-safe.
 */
final class FactCache<T> {
  private final Duration life;
  private final InstantSource clock;
  private final Map<String, Kept<T>> facts;

  private record Kept<T>(T fact, Instant at) {}

  /**
   * Knows nothing yet.
   *
   * @param size facts at the most
   * @param life how long a fact holds
   */
  FactCache(int size, Duration life, InstantSource clock) {
    this.life = life;
    this.clock = clock;
    this.facts =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Kept<T>> eldest) {
            return size() > size;
          }
        };
  }

  synchronized @Nullable T get(String arn) {
    Kept<T> kept = facts.get(arn);
    if (kept == null || kept.at().plus(life).isBefore(clock.instant())) {
      return null;
    }
    return kept.fact();
  }

  synchronized void put(String arn, T fact) {
    facts.put(arn, new Kept<>(fact, clock.instant()));
  }

  synchronized int size() {
    return facts.size();
  }
}
