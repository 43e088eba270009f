package io.runwhy.extension.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TracerProvider;
import io.runwhy.extension.emit.Event;
import io.runwhy.extension.hook.Reflection;
import io.runwhy.extension.run.OwnRun;
import io.runwhy.extension.run.Run;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepsTest {
  private final Clock clock = Clock.fixed(Instant.ofEpochSecond(1_000_000_000), ZoneOffset.UTC);
  private final List<Event> told = new ArrayList<>();
  private final Steps steps =
      new Steps(
          TracerProvider.noop().get("x"),
          told::add,
          hints(),
          new OwnRun(Run.NONE, SpanContext.getInvalid(), Map.of()),
          clock);

  private Step begin(Verb verb) {
    return steps.begin(Target.of(verb, "git", "https://u:tok@h/a.git").build(), true).enter();
  }

  private static Failure failure() {
    return Failure.thrown("", 0, new IOException("Connection refused"));
  }

  @Test
  void anInnerFailureIsToldOnlyWhereTheOuterStepGoesOn() {
    Step outer = begin(Verb.CLONE);
    begin(Verb.FETCH).leave().failed(failure(), Event.Severity.ERROR);
    outer.leave().failed(failure(), Event.Severity.ERROR);
    assertThat(told.stream().map(Event::severity).map(Enum::name)).containsExactly("INFO", "ERROR");
    told.clear();
    outer = begin(Verb.CLONE);
    begin(Verb.FETCH).leave().failed(failure(), Event.Severity.ERROR);
    outer.leave().done(-1);
    assertThat(told.stream().map(Event::severity).map(Enum::name))
        .containsExactly("INFO", "WARN", "INFO");
    assertThat(steps.current()).isNull();
  }

  @Test
  void aStepIsOverOnce() {
    Step step = begin(Verb.GET);
    step.leave().done(5);
    step.failed(failure(), Event.Severity.ERROR);
    step.dropped();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).body()).isEqualTo("got https://h/a.git: 5 bytes in 0.00 s");
  }

  @Test
  void moreStepsThanTheLimitOfAMinuteAreCounted() {
    for (int i = 0; i < Budget.PER_MINUTE + 7; i++) {
      begin(Verb.GET).leave().done(1);
    }
    assertThat(told).hasSize(Budget.PER_MINUTE);
    begin(Verb.GET).leave().failed(failure(), Event.Severity.ERROR);
    assertThat(told.get(Budget.PER_MINUTE).attributes()).containsEntry("runwhy.code.untold", 7L);
  }

  @Test
  void kindsBeyondTheLimitShareOne() {
    Budget budget = new Budget(clock);
    int taken = 0;
    for (int i = 0; i < Budget.MAX_KINDS * 10; i++) {
      taken += budget.take("kind " + i) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(Budget.MAX_KINDS + Budget.PER_MINUTE);
    assertThat(budget.drainUntold()).isEqualTo(Budget.MAX_KINDS * 10L - taken);
    assertThat(budget.drainUntold()).isZero();
  }

  @Test
  void whatIsOddIsReadAsNothing() {
    assertThat(Reflection.get(null, "x")).isNull();
    assertThat(Reflection.text("abc", "nothing", "more")).isEmpty();
    assertThat(Reflection.number("abc", "length")).isEqualTo(3);
    assertThat(Reflection.number("abc", "toString")).isEqualTo(-1);
    assertThat(Reflection.field("abc", "value")).isNull();
    assertThat(Reflection.find("abc", "concat", "d")).isEqualTo("abcd");
    assertThat(Reflection.find("abc", "charAt", "d")).isNull();
  }

  private static Hints hints() {
    try {
      return Hints.load();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
