package io.runwhy.extension.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UncaughtExceptionsTest {
  @Test
  void aStackIsBoundedWhileItIsWritten() {
    Throwable deep = new IllegalStateException("password=hunter2");
    for (int i = 0; i < 1_000; i++) {
      deep = new IllegalStateException("cause " + i, deep);
    }
    assertThat(StackText.of(deep).length()).isLessThanOrEqualTo(StackText.MAX_LENGTH);
    assertThat(StackText.of(new IllegalStateException("password=hunter2")))
        .startsWith("java.lang.IllegalStateException: password=[redacted]")
        .contains("UncaughtExceptionsTest.java");
  }

  /** Cannot even say what it is. */
  private static final class Hostile extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("no");
    }
  }

  @Test
  void anExceptionThatCannotBePrintedIsNamed() {
    assertThat(StackText.of(new Hostile())).isEqualTo(Hostile.class.getName());
    assertThat(StackText.message(new Hostile())).isEmpty();
    assertThat(StackText.message(new RuntimeException())).isEmpty();
    assertThat(StackText.message(new RuntimeException("x".repeat(1_000_000))))
        .hasSize(StackText.MAX_LENGTH);
  }

  @Test
  void theCallerIsTheFirstFrameOfTheProgram() {
    StackTraceElement[] stack = {
      frame("java.lang.Thread", "getStackTrace"),
      frame("io.runwhy.extension.signal.SignalHooks", "add"),
      frame("java.lang.Shutdown", "exit"),
      frame("java.lang.Runtime", "exit"),
      frame("java.lang.System", "exit"),
      frame("com.example.Main", "run"),
      frame("com.example.Main", "main"),
    };
    assertThat(Caller.of(stack)).isEqualTo("com.example.Main.run(A.java:7)");
    assertThat(
            Caller.of(
                Collections.nCopies(3, frame("java.lang.Shutdown", "exit"))
                    .toArray(new StackTraceElement[0])))
        .isEmpty();
  }

  private static StackTraceElement frame(String type, String method) {
    return new StackTraceElement(type, method, "A.java", 7);
  }

  @ParameterizedTest
  @CsvSource({"1,SIGHUP,true", "2,SIGINT,true", "15,SIGTERM,true", "42,signal 42,false"})
  void signalsHaveNames(int number, String name, boolean ends) {
    assertThat(Signals.name(number)).isEqualTo(name);
    assertThat(Signals.ends(number)).isEqualTo(ends);
    assertThat(Signals.meaning(number).isEmpty()).isEqualTo(!ends);
  }
}
