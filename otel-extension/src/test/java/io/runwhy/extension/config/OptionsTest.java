package io.runwhy.extension.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OptionsTest {
  private final List<String> warnings = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Option.class)
  void everyDefaultCanBeReadAsAValue(Option option) {
    Options options = read(Map.of(option.property(), option.byDefault()), Map.of());
    assertThat(options.text(option)).isEqualTo(option.byDefault());
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Option.class)
  void everyNameBeginsWithRunwhyAndHasAVariable(Option option) {
    assertThat(option.property()).matches("runwhy(\\.[a-z][a-z_]*)+");
    assertThat(option.variable()).matches("RUNWHY(_[A-Z]+)+");
  }

  @Test
  void thePropertyWinsOverTheVariable() {
    Options options =
        read(Map.of("runwhy.run.id", "a"), Map.of("RUNWHY_RUN_ID", "b", "RUNWHY_RUN_NAME", "n"));
    assertThat(options.text(Option.RUN_ID)).isEqualTo("a");
    assertThat(options.text(Option.RUN_NAME)).isEqualTo("n");
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, 500",
    "10s, 10000",
    "'2 m', 120000",
    "1h, 3600000",
  })
  void durationsAreRead(String text, long millis) {
    Options options = read(Map.of("runwhy.resource.interval", text), Map.of());
    assertThat(options.duration(Option.RESOURCE_INTERVAL)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"512, 512", "512B, 512", "64KiB, 65536", "1MiB, 1048576", "2GiB, 2147483648"})
  void sizesAreRead(String text, long bytes) {
    Options options = read(Map.of("runwhy.spool.max_bytes", text), Map.of());
    assertThat(options.number(Option.SPOOL_MAX_BYTES)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "runwhy.enabled, yes, 'neither true nor false'",
    "runwhy.resource.interval, soon, 'not a time'",
    "runwhy.resource.interval, 0s, 'not a time'",
    "runwhy.resource.interval, -1s, 'not a time'",
    "runwhy.resource.interval, 999999999999h, 'not a time'",
    "runwhy.spool.max_bytes, 1TB, 'not a size'",
    "runwhy.queue.max_events, many, 'not a number above 0'",
  })
  void whatCannotBeReadIsNamedOnceAndTheDefaultStands(String name, String value, String problem) {
    Options options = read(Map.of(name, value), Map.of());
    assertThat(warnings).singleElement().asString().startsWith(name + ": ").contains(problem);
    for (Option option : Option.values()) {
      assertThat(options.text(option)).isEqualTo(option.byDefault());
    }
  }

  @Test
  void aVariableIsNamedAsAVariable() {
    read(Map.of(), Map.of("RUNWHY_ENABLED", "perhaps"));
    assertThat(warnings).singleElement().asString().startsWith("RUNWHY_ENABLED: 'perhaps'");
  }

  @Test
  void aLongOrUnprintableValueDoesNotReachTheLog() {
    read(Map.of("runwhy.enabled", "x\u0007\u001b[31m" + "y".repeat(200)), Map.of());
    assertThat(warnings).singleElement().asString().hasSizeLessThan(300).doesNotContain("\u001b");
    warnings.clear();
    read(Map.of("runwhy.run.id", "z".repeat(10_240)), Map.of());
    assertThat(warnings).singleElement().asString().contains("longer than 1024 characters");
  }

  private Options read(Map<String, String> properties, Map<String, String> environment) {
    return Options.read(properties::get, environment::get, warnings::add);
  }
}
