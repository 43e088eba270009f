package io.runwhy.extension.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeaksTest {
  private static final double MIB = 1 << 20;

  private final Sample sample = new Sample();

  @Test
  void theSentenceNamesWhatWasUsedAndTheLimit() {
    sample.set(Measure.CONTAINER_MEMORY_PEAK, 500 * MIB);
    sample.set(Measure.CONTAINER_MEMORY_LIMIT, 512 * MIB);
    sample.set(Measure.MEMORY_PEAK, 300 * MIB);
    Peaks peaks = Peaks.of(sample, 480 * MIB);
    assertThat(peaks.sentence()).isEqualTo("used at most 480 MiB of 512 MiB");
    assertThat(peaks.attributes())
        .containsEntry("runwhy.container.memory.limit", 512L << 20)
        .containsEntry("runwhy.process.memory.peak", 300L << 20)
        .doesNotContainKey("runwhy.process.children.memory.peak");
  }

  @Test
  void aSpikeBetweenTwoSamplesIsKnownFromTheProcess() {
    sample.set(Measure.CONTAINER_MEMORY_PEAK, 512 * MIB);
    sample.set(Measure.CONTAINER_MEMORY_LIMIT, 512 * MIB);
    sample.set(Measure.MEMORY_PEAK, 505 * MIB);
    assertThat(Peaks.of(sample, 100 * MIB).sentence()).isEqualTo("used at most 505 MiB of 512 MiB");
  }

  @Test
  void withoutAContainerItIsTheProcessAndWithoutAnythingNothing() {
    sample.set(Measure.MEMORY_PEAK, 70 * MIB + 1);
    assertThat(Peaks.of(sample, 0).sentence()).isEqualTo("used at most 71 MiB");
    assertThat(Peaks.UNKNOWN.sentence()).isEmpty();
    assertThat(Peaks.UNKNOWN.attributes()).isEmpty();
  }
}
