package io.runwhy.extension.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.runwhy.extension.config.Options;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  private final List<String> warnings = new ArrayList<>();

  private Run own(Map<String, String> properties, Map<String, String> environment) {
    Options options = Options.read(properties::get, environment::get, warnings::add);
    return Identity.own(options, environment::get, warnings::add);
  }

  @Test
  void nothingNamesNoRun() {
    assertThat(own(Map.of(), Map.of()).attributes()).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void thePropertyGoesBeforeTheVariable() {
    Run run =
        own(
            Map.of("runwhy.run.id", "a", "runwhy.run.name", "nightly"),
            Map.of("RUNWHY_RUN_ID", "b", "RUNWHY_RUN_DEPLOYMENT", "etl"));

    assertThat(run.attributes())
        .containsEntry("runwhy.run.id", "a")
        .containsEntry("cicd.pipeline.run.id", "a")
        .containsEntry("runwhy.run.name", "nightly")
        .containsEntry("runwhy.deployment.name", "etl")
        .containsEntry("runwhy.orchestrator", "runwhy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RUNWHY_RUN_ID", "RUNWHY_RUN_NAME", "RUNWHY_RUN_DEPLOYMENT"})
  void aTextOfTenKilobytesWithControlCharactersIsNamedOnceAndNotUsed(String variable) {
    Run run = own(Map.of(), Map.of(variable, "\u0001\u001b[31m".repeat(2_048)));

    assertThat(run.attributes()).isEmpty();
    assertThat(warnings).singleElement().asString().contains(variable);
    assertThat(warnings.get(0)).doesNotContain("\u0001", "\u001b");
  }

  @Test
  void controlCharactersInAShortIdAreNamedOnceToo() {
    assertThat(own(Map.of(), Map.of("RUNWHY_RUN_ID", "a\u0007b")).id()).isEmpty();
    assertThat(warnings).singleElement().asString().contains("RUNWHY_RUN_ID", "control");
  }

  @Test
  void anotherProcessIsNamedByItsEnvironment() {
    Run run = Identity.ofEnvironment(Map.of("RUNWHY_RUN_ID", "x")::get, warnings::add);

    assertThat(run.id()).isEqualTo("x");
    assertThat(Identity.ofEnvironment(name -> null, warnings::add)).isSameAs(Run.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01,true,true",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00,true,false",
    "' 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 ',true,true",
    "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-later,true,true",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01,false,false",
    "00-00000000000000000000000000000000-b7ad6b7169203331-01,false,false",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01,false,false",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331,false,false",
    "nonsense,false,false",
  })
  void theParentOfTheEnvironmentIsReadOrNamed(String text, boolean valid, boolean sampled) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TRACEPARENT", text);
    environment.put("TRACESTATE", "vendor=1");
    SpanContext parent = Traceparent.of(environment::get, warnings::add);

    assertThat(parent.isValid()).isEqualTo(valid);
    assertThat(parent.isSampled()).isEqualTo(sampled);
    assertThat(warnings).hasSize(valid ? 0 : 1);
    if (valid) {
      assertThat(parent.getTraceState().get("vendor")).isEqualTo("1");
    } else {
      assertThat(warnings.get(0)).contains("TRACEPARENT");
    }
  }

  @Test
  void noParentIsNoProblem() {
    assertThat(Traceparent.of(name -> null, warnings::add).isValid()).isFalse();
    assertThat(Traceparent.of(name -> " ", warnings::add).isValid()).isFalse();
    assertThat(warnings).isEmpty();
  }
}
