package io.runwhy.extension.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {
  /** Arguments are separated by semicolons. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/usr/bin/git;clone;repo | git | /usr/bin/git clone repo",
        "train;--password;a b;--epochs;3 | train | train --password [redacted] --epochs 3",
        "train;--password;-x;--epochs;3 | train | train --password [redacted] --epochs 3",
        "train;--db-password=two words | train | train --db-password=[redacted]",
        "env;API_KEY=x;run | env | env API_KEY=[redacted] run",
        "app;--max-tokens;512 | app | app --max-tokens 512",
        "app;-token;s3 | app | app -token [redacted]",
        "git;clone;https://u:secretpass@h/r.git | git | git clone https://u:[redacted]@h/r.git",
        "sh;-c;echo hi there | sh | sh -c \"echo hi there\"",
        "java;-Djavax.net.ssl.keyStorePassword=changeit;Main | java |"
            + " java -Djavax.net.ssl.keyStorePassword=[redacted] Main",
        "C:\\bin\\tool.exe;x | tool.exe | C:\\bin\\tool.exe x",
      })
  void secretsAreTakenOut(String words, String program, String line) {
    Command command = Command.of(Arrays.asList(words.split(";")), "redacted");

    assertThat(command.program()).isEqualTo(program);
    assertThat(command.attributes())
        .isEqualTo(Map.of("process.executable.name", program, "process.command_line", line));
  }

  @Test
  void theNameAloneOrNothingCanBeTold() {
    List<String> words = List.of("/bin/sh", "-c", "x");

    assertThat(Command.of(words, "name").attributes())
        .isEqualTo(Map.of("process.executable.name", "sh"));
    assertThat(Command.of(words, "none").attributes()).isEmpty();
    assertThat(Command.of(words, "none").title()).isEqualTo("a process");
    assertThat(Command.of(words, "None").attributes()).isEmpty();
  }

  @Test
  void longCommandsAreCut() {
    List<String> words = new ArrayList<>(Collections.nCopies(100_000, "word"));
    words.add(0, "x".repeat(1_000_000));

    Object line = Command.of(words, "redacted").attributes().get("process.command_line");
    assertThat(line.toString()).hasSize(Command.MAX_LENGTH).endsWith("...");
  }

  @Test
  void noCommandIsNoProblem() {
    assertThat(Command.of(List.of(), "redacted").attributes()).isEmpty();
  }
}
