package io.runwhy.extension.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.Event;
import io.runwhy.extension.resource.Peaks;
import io.runwhy.extension.run.OwnProcess;
import io.runwhy.extension.run.States;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class EndingTest {
  private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
  private final List<String> waits = Collections.synchronizedList(new ArrayList<>());
  private volatile CompletableResultCode spans = CompletableResultCode.ofSuccess();
  private volatile Runnable whileWaiting = () -> {};

  private Ending ending() {
    Options options = Options.read(name -> null, name -> null, problem -> {});
    OwnProcess process =
        OwnProcess.begin(
            TracerProvider.noop().get("test"),
            options,
            events::add,
            new States(events::add, true),
            name -> null,
            Clock.systemUTC(),
            problem -> {});
    process.tellStart();
    LastWords words =
        new LastWords(
            () -> waits.add("gather"),
            () -> Map.of("runwhy.extension.dropped", 7L),
            limit -> {
              waits.add("events " + limit.toMillis());
              whileWaiting.run();
            },
            limit -> waits.add("metrics"),
            () -> {
              waits.add("spans");
              return spans;
            },
            Duration.ofSeconds(2),
            Duration.ofMillis(500));
    return new Ending(process, words, () -> Peaks.UNKNOWN, Clock.systemUTC());
  }

  private List<String> steps() {
    return events.stream()
        .map(e -> String.valueOf(e.attributes().get("runwhy.process.step")))
        .toList();
  }

  private Event last() {
    return events.get(events.size() - 1);
  }

  @Test
  void anOrderlyEndIsToldStepByStepAndWaitsForEventsAtItsVeryEnd() {
    Ending ending = ending();
    ending.exitCalled(3, Thread.currentThread(), "app//com.example.Main.run(Main.java:12)");
    ending.hooksFinished();
    ending.halted(3);

    assertThat(steps()).containsExactly("start", "shutdown", "hooks", "exit");
    assertThat(last().attributes()).containsEntry("runwhy.extension.dropped", 7L);
    assertThat(events.get(1).body()).contains("System.exit(3)", "Main.java:12");
    assertThat(events.get(1).attributes())
        .containsEntry("code.function.name", "com.example.Main.run");
    assertThat(last().attributes()).containsEntry("process.exit.code", 3L);
    assertThat(last().severity()).isEqualTo(Event.Severity.ERROR);
    assertThat(waits).containsExactly("gather", "gather", "gather", "events 2000", "metrics");
  }

  @Test
  void aHaltWaitsForSpansTooButShortly() {
    spans = new CompletableResultCode();
    long start = System.nanoTime();
    ending().halted(4);

    assertThat(steps()).containsExactly("start", "exit");
    assertThat(last().body()).contains("is halted with 4");
    assertThat(waits).containsExactly("gather", "spans", "events 500", "metrics");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aHaltInTheMiddleOfTheHooksAsksForNoSpans() {
    Ending ending = ending();
    ending.exitCalled(0, Thread.currentThread(), "");
    ending.halted(7);

    assertThat(steps()).containsExactly("start", "shutdown", "exit");
    assertThat(waits).containsExactly("gather", "gather", "events 500", "metrics");
  }

  @Test
  void theEndAfterASignalSaysHowLongItTook() {
    Ending ending = ending();
    ending.signal(15);
    ending.exitCalled(143, Thread.currentThread(), "");
    ending.hooksFinished();
    ending.halted(143);

    assertThat(steps()).containsExactly("start", "signal", "shutdown", "hooks", "exit");
    assertThat(events.get(2).body()).isEqualTo("shutdown begins: SIGTERM");
    assertThat(last().body()).contains("after SIGTERM");
    assertThat(last().attributes())
        .containsEntry("runwhy.process.signal", "SIGTERM")
        .containsKey("runwhy.process.shutdown.duration");
    assertThat(last().severity()).isEqualTo(Event.Severity.WARN);
  }

  @Test
  void mainThatFailedMakesItOne() {
    Ending ending = ending();
    ending.mainFailed();
    ending.lastThreadEnded();
    ending.hooksFinished();
    ending.exits();

    assertThat(last().attributes()).containsEntry("process.exit.code", 1L);
  }

  @Test
  void eachStepIsToldOnceHoweverOftenItIsCalled() {
    Ending ending = ending();
    for (int i = 0; i < 3; i++) {
      ending.exitCalled(i, Thread.currentThread(), "");
      ending.hooksFinished();
      ending.halted(i);
      ending.exits();
    }
    assertThat(steps()).containsExactly("start", "shutdown", "hooks", "exit");
  }

  @Test
  void aSecondThreadThatHaltsWaitsForTheFirst() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Ending ending = ending();
    whileWaiting =
        () -> {
          inside.countDown();
          try {
            go.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    Thread first = new Thread(() -> ending.halted(1));
    first.start();
    inside.await();
    long start = System.nanoTime();
    ending.halted(2);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(400_000_000L);
    go.countDown();
    first.join();
    assertThat(last().attributes()).containsEntry("process.exit.code", 1L);
  }

  @Test
  void signalsAreToldUpToTheirBoundAndThenCounted() {
    Ending ending = ending();
    for (int i = 0; i < Ending.MAX_SIGNALS + 5; i++) {
      ending.signal(12);
    }
    assertThat(events).hasSize(1 + Ending.MAX_SIGNALS);
    ending.halted(0);
    assertThat(last().body()).contains("5 more signals were not told");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "3,3", "-1,255", "256,0", "143,143"})
  void theCodeIsTheOneThatTheSystemSees(int status, long code) {
    ending().halted(status);
    assertThat(last().attributes()).containsEntry("process.exit.code", code);
  }
}
