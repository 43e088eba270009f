package io.runwhy.extension.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TracerProvider;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.Event;
import io.runwhy.extension.run.Command;
import io.runwhy.extension.run.OwnProcess;
import io.runwhy.extension.run.Run;
import io.runwhy.extension.run.States;
import io.runwhy.extension.run.States.State;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ChildrenTest {
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final AtomicLong oomKills = new AtomicLong();

  private Children children(int limit) {
    States states = new States(events::add, true);
    OwnProcess own =
        OwnProcess.begin(
            TracerProvider.noop().get("test"),
            Options.read(name -> null, name -> null, problem -> {}),
            events::add,
            states,
            name -> null,
            Clock.systemUTC(),
            problem -> {});
    own.tellStart();
    assertThat(own.pid()).isEqualTo(ProcessHandle.current().pid());
    events.clear();
    ChildStory story =
        new ChildStory(TracerProvider.noop().get("test"), own.events(), states, Clock.systemUTC());
    return new Children(story, oomKills::get, warnings::add, limit);
  }

  private static Child child(Process process, boolean submitted) {
    return new Child(
        process,
        process.pid(),
        Run.of("r", "", "runwhy", "", "", ""),
        submitted,
        Command.of(List.of("x"), "redacted"),
        SpanContext.getInvalid(),
        Instant.now(),
        0);
  }

  private static Process start(String... command) throws Exception {
    return new ProcessBuilder(command).start();
  }

  private List<Object> values(String key) {
    return events.stream().map(e -> e.attributes().get(key)).filter(v -> v != null).toList();
  }

  @Test
  void theEndOfAChildIsToldOnce() throws Exception {
    Children children = children(10);
    Process process = start("sh", "-c", "exit 7");
    children.track(child(process, true));
    process.waitFor();
    children.gather();
    children.gather();
    await().until(() -> values("runwhy.process.step").contains("exit"));

    assertThat(values("runwhy.process.step")).containsExactly("exit");
    assertThat(values("runwhy.state.name")).containsExactly("Failed");
    assertThat(values("process.exit.code")).contains(7L);
  }

  @Test
  void beyondTheLimitOnlyTheStartIsTold() throws Exception {
    Children children = children(1);
    Process first = start("sleep", "30");
    Process second = start("true");
    children.track(child(first, true));
    children.track(child(second, true));
    children.track(child(second, true));
    second.waitFor();
    children.gather();

    assertThat(children.untracked()).isEqualTo(2);
    assertThat(warnings).singleElement().asString().contains("more than 1 child");
    assertThat(events).isEmpty();
    first.destroyForcibly().waitFor();
    await().until(() -> !events.isEmpty());
  }

  @Test
  void beingAskedIsToldOnceAStepAndMakesTheEndACancellation() throws Exception {
    Children children = children(10);
    Process process = start("sleep", "30");
    children.track(child(process, true));
    children.asked(process.pid(), false);
    children.asked(process.pid(), false);
    children.asked(process.pid(), true);
    children.asked(-5, true);
    process.destroyForcibly().waitFor();
    children.gather();

    assertThat(values("runwhy.process.signal")).containsExactly("SIGTERM", "SIGKILL");
    await().until(() -> values("runwhy.state.name").contains("Cancelled"));
    assertThat(values("runwhy.process.shutdown.duration")).isNotEmpty();
  }

  @Test
  void askingADeadChildIsNothing() throws Exception {
    Children children = children(10);
    Process process = start("sh", "-c", "exit 3");
    process.waitFor();
    Child child = child(process, true);
    children.track(child);
    children.asked(process.pid(), true);

    assertThat(child.asked()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0,false,COMPLETED", "0,true,COMPLETED", "1,false,FAILED", "127,false,FAILED",
    "128,false,FAILED", "137,false,CRASHED", "143,false,CRASHED", "143,true,CANCELLED",
    "137,true,CANCELLED", "1,true,CANCELLED", "255,false,FAILED",
  })
  void theEndHasAState(int code, boolean asked, State state) {
    assertThat(new Ended(code, asked, false).state()).isEqualTo(state);
  }

  @Test
  void memoryIsNamedOnlyWhenTheCounterRose() {
    assertThat(new Ended(137, false, true).meaning()).contains("out-of-memory");
    assertThat(new Ended(137, false, false).meaning()).isNotEmpty().doesNotContain("memory kill");
    assertThat(new Ended(1, false, true).meaning()).doesNotContain("out-of-memory");
    assertThat(new Ended(0, false, false).meaning()).isEmpty();
  }

  @Test
  void aStampedEnvironmentDiffersInOurVariablesAlone() {
    Map<String, String> environment = new ProcessBuilder().environment();
    environment.put("OWN", "x=y");
    environment.remove("PATH");
    Map<String, String> before = new HashMap<>(environment);
    Map<String, String> ours = new HashMap<>();
    ours.put("TRACEPARENT", "t");
    ours.put("OWN2", null);

    Map<String, String> stamped = ChildEnvironment.with(environment, ours);

    Map<String, String> expected = new HashMap<>(before);
    expected.put("TRACEPARENT", "t");
    assertThat(stamped).isNotSameAs(environment).isEqualTo(expected);
    assertThat(environment).isEqualTo(before);
    assertThat(stamped.getClass()).isEqualTo(environment.getClass());
  }

  @Test
  void anInheritedEnvironmentIsCopiedAndAStrangeMapIsLeftAlone() {
    assertThat(ChildEnvironment.with(null, Collections.emptyMap())).isEqualTo(System.getenv());
    assertThat(ChildEnvironment.with(new HashMap<>(), Collections.emptyMap())).isNull();
  }
}
