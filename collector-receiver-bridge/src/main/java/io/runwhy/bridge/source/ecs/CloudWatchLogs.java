package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.logs.TailBuilder;
import io.runwhy.bridge.source.RateLimiter;
import io.runwhy.conventions.RunMetrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/**
 * Reads log streams from their end backwards, as many lines and bytes as {@link LogsConfig} keeps.
 * All Regions share one rate limit. Thread-safe.
 */
final class CloudWatchLogs {
  /** Calls a second at the most; an account has 25 a Region for all its readers. */
  static final int CALLS_PER_SECOND = 10;

  static final int BURST = 10;

  /** Pages of one stream at the most, empty ones too. */
  static final int MAX_PAGES = 50;

  /** Events of one page, as AWS allows. */
  static final int PAGE_EVENTS = 10_000;

  /** Streams looked at when the right one is to be guessed. */
  static final int GUESSED_AMONG = 50;

  static final String READ = "logs:GetLogEvents";
  static final String LIST = "logs:DescribeLogStreams";

  private final Function<String, CloudWatchLogsClient> clients;
  private final LogsConfig config;
  private final BridgeStats stats;
  private final TailBuilder tails;
  private final RateLimiter limiter = new RateLimiter(CALLS_PER_SECOND, BURST);

  /** The stream that was guessed, or why none. Exactly one of both is null. */
  record Guess(@Nullable String stream, @Nullable LogReading failed) {}

  /**
   * Calls nobody yet.
   *
   * @param clients the client of a Region; throws IllegalArgumentException when it is none
   */
  CloudWatchLogs(
      Function<String, CloudWatchLogsClient> clients, LogsConfig config, BridgeStats stats) {
    this.clients = clients;
    this.config = config;
    this.stats = stats;
    this.tails = new TailBuilder(config);
  }

  /**
   * Looks at a stream. Its end is read when it shows the same newest lines as the last time, or
   * anyway at the last time.
   *
   * @param newest what {@link LogReading.Unsettled} told the last time; 0 at first
   * @param last whether nobody will look again
   */
  LogReading look(LogPlace.Stream place, long newest, boolean last)
      throws BusyException, InterruptedException {
    try {
      return pages(clients.apply(place.region()), place, newest, last);
    } catch (SdkException | IllegalArgumentException e) {
      ReadFailure failure = ReadFailure.of(e, READ, place.region());
      if (failure.kind() != ReadFailure.Kind.ABSENT) {
        return new LogReading.Refused(failure, READ);
      }
      return failure.says().toLowerCase(Locale.ROOT).contains("group") && !groupIsThere(place)
          ? new LogReading.NoGroup()
          : new LogReading.NoStream();
    }
  }

  /** The newest stream of the group that has events in the task's time. */
  Guess guess(LogPlace.Stream place) throws BusyException, InterruptedException {
    try {
      turn();
      List<LogStream> streams =
          clients
              .apply(place.region())
              .describeLogStreams(
                  r ->
                      r.logGroupName(place.group())
                          .orderBy(OrderBy.LAST_EVENT_TIME)
                          .descending(true)
                          .limit(GUESSED_AMONG))
              .logStreams();
      for (LogStream stream : streams) {
        if (isWithin(place, stream)) {
          return new Guess(stream.logStreamName(), null);
        }
      }
      return new Guess(null, new LogReading.NoStream());
    } catch (SdkException | IllegalArgumentException e) {
      ReadFailure failure = ReadFailure.of(e, LIST, place.region());
      return new Guess(
          null,
          failure.kind() == ReadFailure.Kind.ABSENT
              ? new LogReading.NoGroup()
              : new LogReading.Refused(failure, LIST));
    }
  }

  private LogReading pages(
      CloudWatchLogsClient client, LogPlace.Stream place, long newest, boolean last)
      throws InterruptedException {
    Deque<byte[]> kept = new ArrayDeque<>();
    long lines = 0;
    long bytes = 0;
    boolean whole = false;
    String token = null;
    for (int page = 0; page < MAX_PAGES && !whole; page++) {
      turn();
      GetLogEventsResponse response = client.getLogEvents(request(place, token));
      if (!response.events().isEmpty()) {
        long found = fingerprint(response.events());
        if (kept.isEmpty() && !last && found != newest) {
          return new LogReading.Unsettled(found);
        }
        byte[] text = text(response.events());
        kept.addFirst(text);
        bytes += text.length;
        lines += lines(text);
        if (lines > config.tailLines() || bytes > config.maxBytes()) {
          return read(kept, false);
        }
      }
      String next = response.nextBackwardToken();
      whole = next == null || next.equals(token);
      token = next;
    }
    if (!whole) {
      stats.count(RunMetrics.BRIDGE_DROPPED, "log_pages", 1);
    }
    return kept.isEmpty() ? new LogReading.Empty() : read(kept, whole);
  }

  private GetLogEventsRequest request(LogPlace.Stream place, @Nullable String token) {
    // One line more than is kept: then it is known whether there are earlier ones.
    return GetLogEventsRequest.builder()
        .logGroupName(place.group())
        .logStreamName(place.stream())
        .startFromHead(false)
        .limit(Math.min(PAGE_EVENTS, config.tailLines() + 1))
        .startTime(place.guessed() && place.from() != null ? place.from().toEpochMilli() : null)
        .endTime(place.guessed() && place.to() != null ? place.to().toEpochMilli() : null)
        .nextToken(token)
        .build();
  }

  private LogReading read(Deque<byte[]> pages, boolean whole) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pages.forEach(all::writeBytes);
    try {
      TailBuilder.Tail tail = tails.read(new ByteArrayInputStream(all.toByteArray()), true);
      return new LogReading.Read(new TailBuilder.Tail(tail.lines(), tail.truncated() || !whole));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What AWS says of a missing group is believed only when the list of its streams fails too. */
  private boolean groupIsThere(LogPlace.Stream place) throws BusyException, InterruptedException {
    try {
      turn();
      clients
          .apply(place.region())
          .describeLogStreams(
              r -> r.logGroupName(place.group()).logStreamNamePrefix(place.stream()).limit(1));
      return true;
    } catch (SdkException e) {
      ReadFailure unused = ReadFailure.of(e, LIST, place.region());
      return false;
    }
  }

  private void turn() throws InterruptedException {
    limiter.acquire();
    stats.count(RunMetrics.BRIDGE_READS, "logs", 1);
  }

  private static boolean isWithin(LogPlace.Stream place, LogStream stream) {
    Long first = stream.firstEventTimestamp();
    Long last = stream.lastEventTimestamp();
    Instant from = place.from();
    Instant to = place.to();
    return last != null
        && (from == null || last >= from.toEpochMilli())
        && (to == null || first == null || first < to.toEpochMilli());
  }

  /** Each line of a message with the message's time in front. */
  private static byte[] text(List<OutputLogEvent> events) {
    StringBuilder text = new StringBuilder();
    for (OutputLogEvent event : events) {
      String time = event.timestamp() == null ? "" : Instant.ofEpochMilli(event.timestamp()) + " ";
      String message = event.message() == null ? "" : event.message();
      int end = message.length();
      while (end > 0 && message.charAt(end - 1) == '\n') {
        end--;
      }
      for (String line : message.substring(0, end).split("\n", -1)) {
        text.append(time).append(line).append('\n');
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static long lines(byte[] text) {
    long lines = 0;
    for (byte b : text) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  /** Never 0. */
  private static long fingerprint(List<OutputLogEvent> events) {
    OutputLogEvent last = events.get(events.size() - 1);
    return (31L * (31L * events.size() + String.valueOf(last.timestamp()).hashCode())
            + String.valueOf(last.message()).hashCode())
        | 1;
  }
}
