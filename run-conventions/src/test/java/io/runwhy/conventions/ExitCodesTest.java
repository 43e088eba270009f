package io.runwhy.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|''",
        "1|general error",
        "2|usage error",
        "42|the program's own code",
        "126|not executable",
        "127|command not found",
        "137|killed by SIGKILL (signal 9)",
        "139|killed by SIGSEGV (signal 11)",
        "143|killed by SIGTERM (signal 15)",
        "150|killed by signal 22",
        "192|killed by signal 64",
        "200|the program's own code",
        "255|exit(-1)",
        "-9|killed by SIGKILL (signal 9)",
        "-1073741510|STATUS_CONTROL_C_EXIT",
        "-1000|''",
        "100000|''",
        "-2147483648|''",
        "2147483647|''",
      })
  void aCodeIsOnePhrase(int code, String phrase) {
    assertThat(ExitCodes.meaning(code)).isEqualTo(phrase);
  }

  @Test
  void everyFailureOfAByteHasAMeaning() {
    for (int code = 1; code <= 255; code++) {
      assertThat(ExitCodes.meaning(code)).as("exit code " + code).isNotBlank();
    }
  }
}
