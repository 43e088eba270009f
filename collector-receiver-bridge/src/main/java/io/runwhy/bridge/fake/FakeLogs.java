package io.runwhy.bridge.fake;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations of CloudWatch Logs, each Region for itself. Thread-safe. */
final class FakeLogs {
  /** Streams of one DescribeLogStreams at the most. */
  static final int MOST_STREAMS = 50;

  private final Map<String, Map<String, FakeLogStream>> groups = new TreeMap<>();

  synchronized void group(String region, String group) {
    groups.computeIfAbsent(region + '/' + group, g -> new TreeMap<>());
  }

  synchronized FakeLogStream stream(String region, String group, String stream) {
    return groups
        .computeIfAbsent(region + '/' + group, g -> new TreeMap<>())
        .computeIfAbsent(stream, FakeLogStream::new);
  }

  synchronized ObjectNode answer(String operation, String region, JsonNode body) {
    return switch (operation) {
      case "GetLogEvents" -> events(region, body);
      case "DescribeLogStreams" -> streams(region, body);
      default -> throw AwsRequests.unknown(operation);
    };
  }

  private Map<String, FakeLogStream> known(String region, JsonNode body) {
    Map<String, FakeLogStream> group =
        groups.get(region + '/' + AwsRequests.text(body, "logGroupName"));
    if (group == null) {
      throw AwsError.of("ResourceNotFoundException", "The specified log group does not exist.");
    }
    return group;
  }

  private ObjectNode events(String region, JsonNode body) {
    FakeLogStream stream = known(region, body).get(AwsRequests.text(body, "logStreamName"));
    String token = AwsRequests.text(body, "nextToken");
    if (stream != null && token.isEmpty()) {
      stream.read();
    }
    if (stream == null || stream.isMissing()) {
      throw AwsError.of("ResourceNotFoundException", "The specified log stream does not exist.");
    }
    long limit = AwsRequests.number(body, "limit", FakeLogStream.PAGE_EVENTS);
    if (limit < 1 || limit > FakeLogStream.PAGE_EVENTS) {
      throw AwsError.of("InvalidParameterException", "limit must be from 1 to 10000.");
    }
    int most = (int) Math.min(limit, stream.pageEvents());
    boolean forward =
        token.isEmpty() ? body.path("startFromHead").asBoolean(false) : token.startsWith("f/");
    return new Page(stream, within(stream.seen(), body), most)
        .read(forward, token.isEmpty() ? null : Token.parse(token));
  }

  private static NavigableSet<FakeLogStream.Seen> within(
      NavigableSet<FakeLogStream.Seen> all, JsonNode body) {
    long start = AwsRequests.number(body, "startTime", Long.MIN_VALUE);
    long end = AwsRequests.number(body, "endTime", Long.MAX_VALUE);
    all.removeIf(e -> e.time().toEpochMilli() < start || e.time().toEpochMilli() >= end);
    return all;
  }

  /** A place in the stream: behind (forward) or before (backward) an event. */
  private record Token(boolean forward, FakeLogStream.Seen at, int empties) {
    static Token parse(String text) {
      String[] parts = text.split("/", -1);
      if (parts.length != 4) {
        throw AwsError.of("InvalidParameterException", "The specified nextToken is invalid.");
      }
      return new Token(
          parts[0].equals("f"),
          new FakeLogStream.Seen(
              Instant.ofEpochMilli(Long.parseLong(parts[1])), Long.parseLong(parts[2]), ""),
          Integer.parseInt(parts[3]));
    }

    @Override
    public String toString() {
      return (forward ? "f/" : "b/") + at.time().toEpochMilli() + '/' + at.number() + '/' + empties;
    }
  }

  /** One page out of what can be seen. */
  private record Page(FakeLogStream stream, NavigableSet<FakeLogStream.Seen> all, int most) {
    ObjectNode read(boolean forward, @Nullable Token from) {
      FakeLogStream.Seen start = new FakeLogStream.Seen(Instant.EPOCH, -1, "");
      FakeLogStream.Seen end = new FakeLogStream.Seen(Instant.ofEpochMilli(1L << 45), 0, "");
      FakeLogStream.Seen at = from != null ? from.at() : forward ? start : end;
      NavigableSet<FakeLogStream.Seen> rest =
          forward ? all.tailSet(at, false) : all.headSet(at, false).descendingSet();
      if (from != null && !rest.isEmpty() && from.empties() < stream.emptyPages()) {
        return none(new Token(forward, at, from.empties() + 1));
      }
      Deque<FakeLogStream.Seen> taken = new ArrayDeque<>();
      int bytes = 0;
      for (FakeLogStream.Seen event : rest) {
        bytes += event.weight();
        if (taken.size() == most || (bytes > FakeLogStream.PAGE_BYTES && !taken.isEmpty())) {
          break;
        }
        if (forward) {
          taken.addLast(event);
        } else {
          taken.addFirst(event);
        }
      }
      if (taken.isEmpty()) {
        return none(from == null ? new Token(forward, at, 0) : from);
      }
      return answer(
          taken, new Token(false, taken.getFirst(), 0), new Token(true, taken.getLast(), 0));
    }

    /** No events; the token asked with, or the one to go on with. */
    private static ObjectNode none(Token next) {
      Token other = new Token(!next.forward(), next.at(), 0);
      return next.forward() ? answer(List.of(), other, next) : answer(List.of(), next, other);
    }

    private static ObjectNode answer(
        Collection<FakeLogStream.Seen> events, Token backward, Token forward) {
      ObjectNode answer = AwsRequests.JSON.createObjectNode();
      ArrayNode list = answer.putArray("events");
      for (FakeLogStream.Seen event : events) {
        list.addObject()
            .put("timestamp", event.time().toEpochMilli())
            .put("message", event.text())
            .put("ingestionTime", event.time().toEpochMilli());
      }
      answer.put("nextBackwardToken", backward.toString());
      answer.put("nextForwardToken", forward.toString());
      return answer;
    }
  }

  private ObjectNode streams(String region, JsonNode body) {
    String prefix = AwsRequests.text(body, "logStreamNamePrefix");
    boolean byTime = AwsRequests.text(body, "orderBy").equals("LastEventTime");
    if (byTime && !prefix.isEmpty()) {
      throw AwsError.of(
          "InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    Comparator<FakeLogStream> order =
        byTime
            ? Comparator.comparing(FakeLogs::lastEvent).thenComparing(FakeLogStream::name)
            : Comparator.comparing(FakeLogStream::name);
    List<FakeLogStream> sorted =
        known(region, body).values().stream()
            .filter(s -> !s.isMissing() && s.name().startsWith(prefix))
            .sorted(body.path("descending").asBoolean(false) ? order.reversed() : order)
            .toList();
    String token = AwsRequests.text(body, "nextToken");
    int from = token.isEmpty() ? 0 : Integer.parseInt(token);
    int to = (int) Math.min(sorted.size(), from + AwsRequests.number(body, "limit", MOST_STREAMS));
    ObjectNode answer = AwsRequests.JSON.createObjectNode();
    ArrayNode list = answer.putArray("logStreams");
    for (FakeLogStream stream : sorted.subList(Math.min(from, to), to)) {
      ObjectNode node = list.addObject().put("logStreamName", stream.name());
      NavigableSet<FakeLogStream.Seen> seen = stream.seen();
      if (!seen.isEmpty()) {
        node.put("firstEventTimestamp", seen.first().time().toEpochMilli());
        node.put("lastEventTimestamp", seen.last().time().toEpochMilli());
      }
    }
    if (to < sorted.size()) {
      answer.put("nextToken", Integer.toString(to));
    }
    return answer;
  }

  private static Instant lastEvent(FakeLogStream stream) {
    NavigableSet<FakeLogStream.Seen> seen = stream.seen();
    return seen.isEmpty() ? Instant.EPOCH : seen.last().time();
  }
}
