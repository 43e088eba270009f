package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.source.RateLimiter;
import io.runwhy.conventions.Arns;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The AWS clients of the bridge, one per service and Region, with one set of credentials from the
 * SDK's chain. Few attempts a call: the loops above try again for ever. Every attempt of an ECS
 * call, whoever makes it, waits for its turn in one rate limit, so that the bridge never starves
 * whoever submits. Thread-safe.
 */
final class AwsClients implements AutoCloseable {
  /** Attempts of one call, the first included. */
  static final int ATTEMPTS = 2;

  /** ECS calls that may follow each other at once after a quiet time. */
  static final int BURST = 5;

  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  static final Duration READ_TIMEOUT = Duration.ofSeconds(20);

  /** Longer than the longest long poll of 20 s. */
  static final Duration QUEUE_READ_TIMEOUT = Duration.ofSeconds(30);

  /** Regions of log groups at the most; AWS has fewer. */
  static final int MAX_LOG_REGIONS = 64;

  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(?:-[a-z]+)+-[0-9]+");
  private static final Pattern QUEUE_REGION = Pattern.compile("https?://sqs\\.([a-z0-9-]+)\\..*");

  private final EcsConfig config;
  private final String region;
  private final AwsCredentialsProvider credentials;
  private final EcsClient ecs;
  private final SqsClient sqs;
  private final Map<String, CloudWatchLogsClient> logs = new ConcurrentHashMap<>();

  /**
   * Calls nobody yet, but may ask the instance for its Region.
   *
   * @throws IllegalArgumentException when the Region is not known
   */
  AwsClients(EcsConfig config, BridgeStats stats) {
    this(config, stats, DefaultCredentialsProvider.builder().build());
  }

  AwsClients(EcsConfig config, BridgeStats stats, AwsCredentialsProvider credentials) {
    this.config = config;
    this.credentials = credentials;
    this.region = region(config);
    CallTurns turns = new CallTurns(new RateLimiter(config.requestsPerSecond(), BURST), stats);
    this.ecs =
        with(EcsClient.builder(), region, READ_TIMEOUT)
            .overrideConfiguration(common().addExecutionInterceptor(turns).build())
            .build();
    this.sqs =
        with(SqsClient.builder(), queueRegion(), QUEUE_READ_TIMEOUT)
            .overrideConfiguration(common().build())
            .build();
  }

  /** The Region of the clusters. */
  String region() {
    return region;
  }

  /** The Region that the queue's URL names; else that of the clusters. */
  String queueRegion() {
    Matcher named = QUEUE_REGION.matcher(config.queueUrl());
    return named.matches() && REGION.matcher(named.group(1)).matches() ? named.group(1) : region;
  }

  /** Waits for its turn before each attempt of a call. */
  EcsClient ecs() {
    return ecs;
  }

  SqsClient sqs() {
    return sqs;
  }

  /**
   * The client of a Region.
   *
   * @param wanted empty for the Region of the clusters
   * @throws IllegalArgumentException when that is no Region
   */
  CloudWatchLogsClient logs(String wanted) {
    String name = wanted.isEmpty() ? region : wanted;
    if (!REGION.matcher(name).matches()
        || (logs.size() >= MAX_LOG_REGIONS && !logs.containsKey(name))) {
      throw new IllegalArgumentException("\"" + name + "\" is no Region");
    }
    return logs.computeIfAbsent(
        name,
        r ->
            with(CloudWatchLogsClient.builder(), r, READ_TIMEOUT)
                .overrideConfiguration(common().build())
                .build());
  }

  @Override
  public void close() {
    ecs.close();
    sqs.close();
    logs.values().forEach(CloudWatchLogsClient::close);
    if (credentials instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception ignored) {
        // Nothing is left to do with it.
        return;
      }
    }
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B with(
      B builder, String in, Duration readTimeout) {
    builder
        .region(Region.of(in))
        .credentialsProvider(credentials)
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(readTimeout));
    if (!config.endpoint().isEmpty()) {
      builder.endpointOverride(URI.create(config.endpoint()));
    }
    return builder;
  }

  private static ClientOverrideConfiguration.Builder common() {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(
            AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(ATTEMPTS).build())
        .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "runwhy");
  }

  private static String region(EcsConfig config) {
    if (!config.region().isEmpty()) {
      return config.region();
    }
    for (String cluster : config.clusters()) {
      if (!Arns.region(cluster).isEmpty()) {
        return Arns.region(cluster);
      }
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      throw new IllegalArgumentException(
          "ecs.region is not set, and neither AWS_REGION nor the AWS profile nor the instance names a Region",
          e);
    }
  }
}
