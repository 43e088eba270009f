package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.fake.FakeAws;
import io.runwhy.bridge.health.BridgeStats;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Configurations against the fake AWS. */
final class EcsConfigs {
  private EcsConfigs() {}

  static EcsConfig of(FakeAws aws, String queueUrl, int perSecond) {
    return new EcsConfig(
        true,
        List.of("batch"),
        FakeAws.REGION,
        aws.url(),
        queueUrl,
        2,
        Duration.ofMillis(200),
        Duration.ofMinutes(10),
        perSecond,
        Duration.ofSeconds(2),
        true,
        true,
        "");
  }

  static AwsClients clients(FakeAws aws, BridgeStats stats) {
    return new AwsClients(
        of(aws, "", 100),
        stats,
        StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")));
  }
}
