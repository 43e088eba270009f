package io.runwhy.bridge.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.testing.MovableClock;
import io.runwhy.bridge.testing.RecordedLogger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageTest {
  private final MovableClock clock = new MovableClock();
  private final RecordedLogger log = new RecordedLogger();
  private final Outage outage = new Outage("The queue", "cannot be read", clock, log.logger());

  @Test
  void oneLineWhenItBreaksAndOneWhenItIsBackWithHowLong() {
    for (int i = 0; i < 100; i++) {
      outage.broke("GONE", "it does not exist", false);
      clock.pass(Duration.ofSeconds(36));
    }
    outage.works();
    outage.works();

    assertThat(log.lines)
        .containsExactly(
            "WARN The queue cannot be read: it does not exist. It is tried again for ever",
            "INFO The queue works again after 3600 s");
  }

  @Test
  void whatPassesByItselfIsToldTheSecondTimeInARow() {
    outage.broke("THROTTLED", "throttled", true);
    outage.works();
    outage.broke("THROTTLED", "throttled", true);
    assertThat(log.lines).isEmpty();

    outage.broke("THROTTLED", "throttled", true);

    assertThat(log.lines).hasSize(1);
  }

  @Test
  void anotherKindOfTroubleIsToldToo() {
    outage.broke("GONE", "gone", false);
    outage.broke("EXPIRED", "expired", false);
    outage.broke("GONE", "gone", false);

    assertThat(log.lines).hasSize(2);
  }

  @Test
  void whatIsToldOfTheSameThingElsewhereIsNotToldTwice() {
    Outage deleting = new Outage("Deleting", "fails", clock, log.logger(), outage);
    outage.broke("GONE", "gone", false);
    deleting.broke("GONE", "gone", false);
    deleting.works();
    assertThat(log.lines).hasSize(1);

    deleting.broke("DENIED", "denied", false);
    outage.works();
    deleting.broke("GONE", "gone", false);

    assertThat(log.lines)
        .containsExactly(
            "WARN The queue cannot be read: gone. It is tried again for ever",
            "WARN Deleting fails: denied. It is tried again for ever",
            "INFO The queue works again after 0 s",
            "WARN Deleting fails: gone. It is tried again for ever");
  }

  @Test
  void whatComesAndGoesIsToldOnceAMinute() {
    for (int i = 0; i < 60; i++) {
      outage.broke("GONE", "gone", false);
      outage.works();
      clock.pass(Duration.ofMillis(500));
    }
    assertThat(log.lines).hasSize(2);

    clock.pass(Outage.QUIET);
    outage.broke("GONE", "gone", false);

    assertThat(log.lines).hasSize(3);
  }

  @Test
  void theWaitGrowsFromOneSecondToAMinuteWithJitter() {
    assertThat(outage.broke("GONE", "gone", false))
        .isBetween(Outage.FIRST_WAIT.dividedBy(2), Outage.FIRST_WAIT);
    clock.pass(Duration.ofSeconds(20));
    assertThat(outage.broke("GONE", "gone", false))
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
    clock.pass(Duration.ofHours(1));
    assertThat(outage.broke("GONE", "gone", false))
        .isBetween(Outage.LONGEST_WAIT.dividedBy(2), Outage.LONGEST_WAIT);
    assertThat(outage.lasted()).isEqualTo(Duration.ofSeconds(3620));
  }
}
