package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcsClustersTest {
  @ParameterizedTest
  @CsvSource({
    "batch, batch, true",
    "batch, other, false",
    "batch, arn:aws:ecs:eu-west-1:123456789012:cluster/batch, true",
    "batch, arn:aws:ecs:eu-west-2:123456789012:cluster/batch, false",
    "arn:aws:ecs:eu-west-1:123456789012:cluster/batch, batch, true",
    "arn:aws:ecs:eu-west-1:123456789012:cluster/batch, arn:aws:ecs:eu-west-1:123456789012:cluster/batch, true",
    "arn:aws:ecs:eu-west-1:123456789012:cluster/batch, arn:aws:ecs:eu-west-1:999999999999:cluster/batch, false",
  })
  void aClusterIsKnownByNameInItsRegionOrByItsWholeArn(String asked, String other, boolean same) {
    assertThat(new Clusters.Watched(asked, "eu-west-1").is(other)).isEqualTo(same);
  }
}
