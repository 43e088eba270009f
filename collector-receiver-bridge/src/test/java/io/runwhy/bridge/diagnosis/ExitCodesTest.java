package io.runwhy.bridge.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodesTest {
  private final ExitCodes codes = ExitCodes.standard();

  @ParameterizedTest
  @CsvSource({
    "0, '', Success",
    "137, '', SIGKILL",
    "137, spark, Killed",
    "127, '', Command not found",
    "134, jvm, JVM crash",
    "128, git, Git fatal error",
    "42, '', The program's own code",
    "150, '', Ended by a signal",
    "-9, '', SIGKILL",
    "28, curl, Timed out",
    "3221225786, windows, STATUS_CONTROL_C_EXIT",
  })
  void codeIsExplainedTheEnginesOwnMeaningFirst(long code, String engine, String title) {
    assertThat(codes.explain(code, engine).get(0).title()).isEqualTo(title);
  }

  @Test
  void aKillIsNeverCalledAnOutOfMemory() {
    assertThat(codes.explain(137, null))
        .allSatisfy(m -> assertThat(m.title()).doesNotContain("memory"));
  }

  @Test
  void everyByteIsExplained() {
    for (int code = 0; code <= 255; code++) {
      assertThat(codes.explain(code, null)).as("exit code " + code).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1000, 100_000})
  void whatIsNoExitCodeHasNoMeaning(long code) {
    assertThat(codes.explain(code, null)).isEmpty();
  }
}
