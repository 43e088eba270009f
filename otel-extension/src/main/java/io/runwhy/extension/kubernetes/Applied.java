package io.runwhy.extension.kubernetes;

import io.runwhy.extension.stamp.Model;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What was applied lately. An apply that is repeated carries the same stamp, so that it changes
 * nothing on the server, and is told once.
 */
final class Applied {
  /** Objects that are remembered; the oldest go. */
  static final int LIMIT = 1_024;

  /** An object that was not applied for this long is stamped anew: it may be another by now. */
  static final Duration MEMORY = Duration.ofMinutes(10);

  /** An object is new when it was created this close to the call, by the server's clock. */
  static final Duration NEW = Duration.ofSeconds(60);

  private static final class Stamp {
    final String traceparent;
    final Instant at;

    Stamp(String traceparent, Instant at) {
      this.traceparent = traceparent;
      this.at = at;
    }
  }

  private final Clock clock;
  private final Map<String, Stamp> stamps = bounded();
  private final Map<String, Boolean> told = bounded();

  Applied(Clock clock) {
    this.clock = clock;
  }

  /** The traceparent that the object carries already, else the one that is given. */
  synchronized String traceparent(ApiObject object, String fresh) {
    String key = object.kind() + "/" + object.namespace() + '/' + object.name();
    Instant now = clock.instant();
    Stamp known = stamps.get(key);
    boolean again = known != null && known.at.plus(MEMORY).isAfter(now);
    String traceparent = known != null && again ? known.traceparent : fresh;
    stamps.put(key, new Stamp(traceparent, now));
    return traceparent;
  }

  /** Whether the answer shows an object that this call has created. */
  synchronized boolean isNew(@Nullable Object answer, Instant start) {
    Object meta = Model.get(answer, "metadata");
    String generation = Model.text(meta, "generation");
    Instant created = time(Model.text(meta, "creationTimestamp"));
    return (generation.isEmpty() || generation.equals("0") || generation.equals("1"))
        && created != null
        && Duration.between(start, created).abs().compareTo(NEW) <= 0
        && told.put(Model.text(meta, "uid"), true) == null;
  }

  private static @Nullable Instant time(String text) {
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<String, V>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > LIMIT;
      }
    };
  }
}
