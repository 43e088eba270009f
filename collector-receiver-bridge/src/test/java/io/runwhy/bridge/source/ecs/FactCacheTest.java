package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FactCacheTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-08-20T10:00:00Z"));
  private final FactCache<String> cache = new FactCache<>(2, Duration.ofSeconds(30), now::get);

  @Test
  void theFactUsedLongestAgoIsForgottenFirst() {
    cache.put("a", "A");
    cache.put("b", "B");
    cache.get("a");
    cache.put("c", "C");

    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get("a")).isEqualTo("A");
    assertThat(cache.get("b")).isNull();
  }

  @Test
  void aFactHoldsForItsLife() {
    cache.put("a", "A");
    now.updateAndGet(t -> t.plusSeconds(30));
    assertThat(cache.get("a")).isEqualTo("A");
    now.updateAndGet(t -> t.plusSeconds(1));
    assertThat(cache.get("a")).isNull();
  }
}
