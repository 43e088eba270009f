package io.runwhy.extension.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever our own code throws, the caller's call goes on and one warning is given. */
class DispatcherFaultTest {
  private static final Object[] CALL = {null, new Object[0]};

  static Stream<Supplier<Throwable>> faults() {
    return Stream.of(
        () -> new NullPointerException("injected"),
        () -> new LinkageError("injected"),
        () -> new NoClassDefFoundError("injected"),
        () -> new OutOfMemoryError("injected"),
        () -> new StackOverflowError("injected"),
        () -> new Exception("injected"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aHookThatThrowsAtTheBeginningIsSwitchedOffAndNamedOnce(Supplier<Throwable> fault) {
    List<String> named = new ArrayList<>();
    List<Integer> calls = new ArrayList<>();
    Dispatcher dispatcher = new Dispatcher((option, e) -> named.add(option));
    dispatcher.add(
        "runwhy.bad",
        call -> {
          calls.add(1);
          throw DispatcherFaultTest.<RuntimeException>sneaky(fault.get());
        },
        "Bad.call");
    dispatcher.add("runwhy.good", call -> (result, thrown) -> {}, "Good.call");
    assertThat(dispatcher.apply("a.Bad.call", CALL)).isNull();
    assertThat(dispatcher.apply("a.Bad.call", CALL)).isNull();
    assertThat(calls).hasSize(1);
    assertThat(named).containsExactly("runwhy.bad");
    assertThat(dispatcher.apply("a.Good.call", CALL)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("faults")
  @SuppressWarnings("unchecked")
  void aHookThatThrowsAtTheEndDoesNotReachTheCaller(Supplier<Throwable> fault) {
    List<String> named = new ArrayList<>();
    Dispatcher dispatcher = new Dispatcher((option, e) -> named.add(option));
    dispatcher.add(
        "runwhy.bad",
        call ->
            (result, thrown) -> {
              throw DispatcherFaultTest.<RuntimeException>sneaky(fault.get());
            },
        "Bad.call");
    Object end = dispatcher.apply("a.Bad.call", CALL);
    ((BiConsumer<Object, Throwable>) end).accept("result", null);
    assertThat(named).containsExactly("runwhy.bad");
    assertThat(dispatcher.apply("a.Bad.call", CALL)).isNull();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T sneaky(Throwable e) throws T {
    throw (T) e;
  }
}
