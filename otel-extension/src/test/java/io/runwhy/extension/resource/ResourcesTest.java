package io.runwhy.extension.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.resources.Resource;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.MetricOutput;
import io.runwhy.extension.run.OwnRun;
import io.runwhy.extension.run.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private final List<String> log = new CopyOnWriteArrayList<>();

  private Resources start(Map<String, String> properties) {
    Options options = Options.read(properties::get, name -> null, log::add);
    return Resources.start(
        options,
        new OwnRun(Run.NONE, SpanContext.getInvalid(), Map.of()),
        MetricOutput.open(options, Resource.empty(), log::add),
        Map.of(),
        log::add);
  }

  @Test
  void switchedOffItDoesNothing() {
    Resources resources = start(Map.of("runwhy.resource.enabled", "false"));
    assertThat(resources.peaks().attributes()).isEmpty();
    assertThat(resources.oomKills()).isEqualTo(SmallFile.ABSENT);
    resources.flush(Duration.ofHours(1));
    assertThat(log).isEmpty();
  }

  /** The test has no exporter on its class path. */
  @Test
  void withoutAWayOutItSaysSoOnceAndStillKnowsThePeaks() {
    Resources resources = start(Map.of());
    resources.flush(Duration.ofSeconds(30));
    assertThat(log).singleElement().asString().contains("no metrics are delivered");
    assertThat(resources.peaks().attributes()).containsKey("runwhy.process.memory.peak");
    assertThat(resources.peaks().sentence()).startsWith("used at most ");
  }
}
