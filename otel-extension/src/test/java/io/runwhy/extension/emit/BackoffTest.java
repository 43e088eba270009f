package io.runwhy.extension.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void itDoublesUpToItsLimitAndBeginsAnew() {
    Backoff backoff = new Backoff(() -> 0.5);
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      seconds.add(TimeUnit.NANOSECONDS.toSeconds(backoff.next(false)));
    }
    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    backoff.reset();
    assertThat(backoff.next(false)).isEqualTo(Backoff.FIRST);
    assertThat(backoff.next(true)).isEqualTo(Backoff.URGENT);
  }

  @Test
  void chanceMakesItAFifthMoreOrLess() {
    assertThat(new Backoff(() -> 0).next(false)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(800));
    assertThat(new Backoff(() -> 1).next(false)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1_200));
  }
}
