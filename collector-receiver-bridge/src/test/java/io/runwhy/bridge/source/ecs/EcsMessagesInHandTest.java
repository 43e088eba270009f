package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EcsMessagesInHandTest {
  private final MovableClock clock = new MovableClock();
  private final MessagesInHand hand = new MessagesInHand(new BridgeStats(), clock);

  @Test
  void noMoreIsReceivedWhileTheLimitIsInHand() throws InterruptedException {
    List<InHand> messages = new ArrayList<>();
    for (int i = 0; i < MessagesInHand.LIMIT; i += QueueCalls.BATCH) {
      hand.reserve(QueueCalls.BATCH);
    }
    for (int i = 0; i < MessagesInHand.LIMIT; i++) {
      messages.add(message(0));
      hand.add(messages.get(i));
    }
    CompletableFuture<Void> next =
        CompletableFuture.runAsync(
            () -> {
              try {
                hand.reserve(QueueCalls.BATCH);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    messages.subList(0, QueueCalls.BATCH - 1).forEach(hand::remove);
    messages.subList(0, QueueCalls.BATCH - 1).forEach(hand::remove);
    assertThat(next).isNotDone();

    hand.remove(messages.get(QueueCalls.BATCH - 1));

    await().until(next::isDone);
    assertThat(MessagesInHand.LIMIT).isEqualTo(5_000);
  }

  @Test
  void theOldestUnseenIsTheOldestInHandThatIsNotHandled() {
    InHand old = message(-60);
    hand.add(old);
    hand.add(message(-10));
    assertThat(hand.oldestUnseen()).isEqualTo(Duration.ofSeconds(60));

    old.setHandled();

    assertThat(hand.oldestUnseen()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whileReceivesFailTheAgeGrowsFromWhenTheQueueWasEmpty() {
    hand.received(clock.instant(), List.of());
    clock.pass(Duration.ofSeconds(30));
    assertThat(hand.oldestUnseen()).isZero();

    hand.failed();
    clock.pass(Duration.ofHours(1));
    assertThat(hand.oldestUnseen()).isEqualTo(Duration.ofSeconds(3630));

    hand.received(clock.instant(), List.of());
    assertThat(hand.oldestUnseen()).isZero();
  }

  @Test
  void withABacklogTheAgeGrowsFromTheOldestThatWasKnown() {
    hand.received(clock.instant(), List.of(message(0)));
    clock.pass(Duration.ofSeconds(100));
    InHand known = message(-40);
    hand.received(clock.instant(), List.of(known));
    hand.failed();

    assertThat(hand.oldestUnseen()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void aMessageIsKeptHiddenForElevenHoursAtTheMost() {
    InHand message = message(0);
    hand.add(message);
    Instant soon = clock.instant().plusSeconds(300);
    assertThat(hand.expiring(soon, VisibilityKeeper.LONGEST)).containsExactly(message);

    message.hide(soon.plusSeconds(300));
    assertThat(hand.expiring(soon, VisibilityKeeper.LONGEST)).isEmpty();

    clock.pass(VisibilityKeeper.LONGEST);
    assertThat(hand.expiring(clock.instant(), VisibilityKeeper.LONGEST)).isEmpty();
  }

  private InHand message(int sent) {
    Instant now = clock.instant();
    return new InHand("m", "r", now.plusSeconds(sent), now, now.plusSeconds(60));
  }
}
