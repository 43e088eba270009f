package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.testing.Components;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** The reader of logs against the CloudWatch Logs of moto, whose tokens and words are not ours. */
class CloudWatchLogsMotoIT {
  private static final String REGION = "eu-central-1";

  private final Instant start = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
  private final String group = "/ecs/" + UUID.randomUUID();
  private AwsClients clients;
  private CloudWatchLogsClient moto;
  private CloudWatchLogs logs;

  @BeforeEach
  void start() {
    String url = Components.moto();
    EcsConfig d = EcsConfig.DEFAULT;
    EcsConfig config =
        new EcsConfig(
            true,
            List.of("batch"),
            REGION,
            url,
            "",
            d.consumers(),
            d.sweep(),
            d.sweepWithQueue(),
            d.requestsPerSecond(),
            d.visibility(),
            d.services(),
            d.tags(),
            "");
    BridgeStats stats = new BridgeStats();
    clients =
        new AwsClients(
            config,
            stats,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    moto = clients.logs(REGION);
    LogsConfig keep = new LogsConfig(LogsConfig.Policy.ABNORMAL, 100, 100_000, 1_000);
    logs = new CloudWatchLogs(clients::logs, keep, stats);
  }

  @AfterEach
  void stop() {
    if (clients != null) {
      clients.close();
    }
  }

  private LogPlace.Stream place(String stream) {
    return new LogPlace.Stream(group, REGION, stream, "", false, null, null);
  }

  private void write(String stream, int lines) {
    moto.createLogStream(r -> r.logGroupName(group).logStreamName(stream));
    List<InputLogEvent> events = new ArrayList<>();
    IntStream.range(0, lines)
        .forEach(
            i ->
                events.add(
                    InputLogEvent.builder()
                        .timestamp(start.plusMillis(i).toEpochMilli())
                        .message("line " + i)
                        .build()));
    moto.putLogEvents(r -> r.logGroupName(group).logStreamName(stream).logEvents(events));
  }

  private LogReading look(String stream) throws Exception {
    return logs.look(place(stream), 0, true);
  }

  @Test
  void theLastLinesAreReadAndThatThereAreEarlierOnesIsKnown() throws Exception {
    moto.createLogGroup(r -> r.logGroupName(group));
    write("long", 250);
    write("short", 30);

    LogReading.Read longOne = (LogReading.Read) look("long");
    LogReading.Read shortOne = (LogReading.Read) look("short");

    assertThat(longOne.tail().lines())
        .extracting(LogTail.Line::text)
        .isEqualTo(IntStream.range(150, 250).mapToObj(i -> "line " + i).toList());
    assertThat(longOne.tail().lines().get(0).time()).isEqualTo(start.plusMillis(150));
    assertThat(longOne.tail().truncated()).isTrue();
    assertThat(shortOne.tail().lines()).hasSize(30);
    assertThat(shortOne.tail().truncated()).isFalse();
  }

  @Test
  void twoLooksAgreeWhenNothingIsNew() throws Exception {
    moto.createLogGroup(r -> r.logGroupName(group));
    write("stream", 3);

    LogReading.Unsettled first = (LogReading.Unsettled) logs.look(place("stream"), 0, false);

    assertThat(logs.look(place("stream"), first.newest(), false))
        .isInstanceOf(LogReading.Read.class);
  }

  @Test
  void aMissingStreamIsToldFromAMissingGroup() throws Exception {
    assertThat(look("any")).isEqualTo(new LogReading.NoGroup());

    moto.createLogGroup(r -> r.logGroupName(group));
    assertThat(look("none")).isEqualTo(new LogReading.NoStream());

    moto.createLogStream(r -> r.logGroupName(group).logStreamName("empty"));
    assertThat(look("empty")).isEqualTo(new LogReading.Empty());
  }

  @Test
  void theNewestStreamOfTheTimeIsGuessed() throws Exception {
    moto.createLogGroup(r -> r.logGroupName(group));
    write("stream", 3);
    LogPlace.Stream during =
        new LogPlace.Stream(
            group, REGION, "", "", false, start.minusSeconds(5), start.plusSeconds(60));
    LogPlace.Stream before =
        new LogPlace.Stream(
            group, REGION, "", "", false, start.minusSeconds(60), start.minusSeconds(30));

    assertThat(logs.guess(during).stream()).isEqualTo("stream");
    assertThat(logs.guess(before).failed()).isEqualTo(new LogReading.NoStream());
    assertThat(logs.look(during.named("stream"), 0, true)).isInstanceOf(LogReading.Read.class);
  }
}
