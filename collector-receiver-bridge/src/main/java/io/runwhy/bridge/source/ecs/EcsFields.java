package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.source.Fields;
import io.runwhy.conventions.Redactor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Fields in the dialects of AWS: raw API replies, the command line's output, events. */
final class EcsFields {
  private static final Instant FIRST_BELIEVABLE = Instant.parse("2000-01-01T00:00:00Z");
  private static final BigDecimal LATEST = BigDecimal.valueOf(100_000_000_000L);

  private EcsFields() {}

  /** A time as seconds since 1970 with a fraction, or as ISO 8601; null when there is none. */
  static @Nullable Instant time(@Nullable JsonNode node, String key) {
    JsonNode value = Fields.child(node, key);
    if (value == null || !value.isNumber()) {
      return Fields.time(node, key);
    }
    try {
      BigDecimal seconds = value.decimalValue();
      if (seconds.signum() <= 0 || seconds.compareTo(LATEST) > 0) {
        return null;
      }
      Instant time =
          Instant.ofEpochSecond(
              seconds.longValue(),
              seconds
                  .remainder(BigDecimal.ONE)
                  .movePointRight(9)
                  .setScale(0, RoundingMode.DOWN)
                  .longValue());
      return time.isBefore(FIRST_BELIEVABLE) ? null : time;
    } catch (ArithmeticException | DateTimeException unreadable) {
      return null;
    }
  }

  /** The newest time below a node that is before a limit; null when there is none. */
  static @Nullable Instant newest(JsonNode node, Instant limit) {
    Instant newest = null;
    for (String name : node.propertyNames()) {
      boolean named = name.endsWith("At") || name.endsWith("ime");
      Instant time = named ? time(node, name) : null;
      newest = later(newest, time != null && time.isBefore(limit) ? time : null);
    }
    for (JsonNode child : node) {
      newest = child.isContainer() ? later(newest, newest(child, limit)) : newest;
    }
    return newest;
  }

  private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isAfter(a)) ? b : a;
  }

  /** A text that somebody may have put a secret into. */
  static String redacted(@Nullable JsonNode node, String key) {
    return Redactor.redact(Fields.text(node, key)).strip();
  }

  /** A whole number that may be written as a text. */
  static @Nullable Long number(@Nullable JsonNode node, String key) {
    Long number = Fields.longOrNull(node, key);
    String text = number == null ? Fields.text(node, key) : "";
    return text.matches("[0-9]{1,15}") ? Long.valueOf(text) : number;
  }
}
