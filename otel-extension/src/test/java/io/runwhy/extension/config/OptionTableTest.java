package io.runwhy.extension.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of switches in docs/extension.md is made of the options. */
class OptionTableTest {
  private static final Path PAGE = Path.of("../docs/extension.md");
  private static final String END = "<!-- end -->";

  @Test
  void theTableOfSwitchesIsFresh() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("-->\n", page.indexOf("<!-- switches:")) + 4;
    String fresh = page.substring(0, start) + table() + page.substring(page.indexOf(END, start));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, fresh);
    }
    assertThat(Files.readString(PAGE))
        .as("stale; run ./mvnw -pl run-conventions,otel-extension test -Ddocs.update=true")
        .isEqualTo(fresh);
  }

  private static String table() {
    StringBuilder table = new StringBuilder("\n| switch | default | what |\n|---|---|---|\n");
    for (Option option : Option.values()) {
      String value = option.byDefault().isEmpty() ? "" : "`" + option.byDefault() + "`";
      table.append("| `" + option.property() + "` | " + value + " | " + option.about() + " |\n");
    }
    return table.append('\n').toString();
  }
}
