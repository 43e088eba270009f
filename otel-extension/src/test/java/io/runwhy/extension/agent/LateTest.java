package io.runwhy.extension.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.extension.emit.Event;
import io.runwhy.extension.resource.Peaks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LateTest {
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @Test
  void beforeAnythingIsMadeNothingIsKnownAndNobodyWaitsLongerThanAsked() {
    Late late = new Late();
    long start = System.nanoTime();
    late.flush(Duration.ofMillis(50));
    late.flushMetrics(Duration.ofSeconds(10));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(late.peaks()).isSameAs(Peaks.UNKNOWN);
    assertThat(late.oomKills()).isEqualTo(-1);
    assertThat(late.losses()).isEmpty();
  }

  @Test
  void eventsThatWaitAreBoundedAndTheOnesThatGoAreCounted() {
    Late late = new Late();
    for (int i = 0; i < Late.MAX_WAITING + 10; i++) {
      late.emit(Event.of("e" + i, Instant.ofEpochMilli(i)).build());
    }
    assertThat(late.losses()).containsEntry("runwhy.extension.dropped", 10L);
  }

  @Test
  void whatCannotBeMadeIsSaidAndHoldsNobody() {
    Late late = new Late();
    CountDownLatch afterwards = new CountDownLatch(1);
    late.start(
        () -> {
          throw new IllegalStateException("no way out");
        },
        () -> {
          throw new AssertionError("not reached");
        },
        afterwards::countDown,
        failures::add);
    await().until(() -> !failures.isEmpty());
    long start = System.nanoTime();
    late.emit(Event.of("e", Instant.EPOCH).build());
    late.flush(Duration.ofSeconds(30));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(afterwards.getCount()).isEqualTo(1);
    assertThat(failures).singleElement().asString().contains("no way out");
  }
}
