package io.runwhy.bridge.fake;

import java.time.Duration;

/**
 * Something that goes wrong at the API, for a number of requests.
 *
 * @param verb {@code list}, {@code watch}, {@code get}, {@code log}, {@code create}; empty for any
 * @param resource for example {@code pods}; empty for any
 * @param kind what goes wrong
 * @param times for how many requests; afterwards all is well
 * @param after for {@link Kind#CUT}: bytes or events that still get through; for {@link
 *     Kind#STATUS}: the HTTP status
 * @param pause for {@link Kind#SLOW}; for a status 429 the Retry-After
 */
public record Fault(String verb, String resource, Kind kind, int times, int after, Duration pause) {

  /** What goes wrong. */
  public enum Kind {
    /** An HTTP status instead of an answer. */
    STATUS,
    /** The answer comes late. */
    SLOW,
    /** The watch ends after some events, in the middle of a line. */
    CUT,
    /** The watch reports that its version is too old. */
    GONE,
    /** The watch sends a line that is no JSON. */
    GARBAGE
  }

  /** An HTTP status, for a number of requests. */
  public static Fault status(String verb, String resource, int status, int times) {
    return new Fault(verb, resource, Kind.STATUS, times, status, Duration.ofSeconds(1));
  }

  /** A fault of the watch, once, after so many events. */
  public static Fault watch(String resource, Kind kind, int afterEvents) {
    return new Fault("watch", resource, kind, 1, afterEvents, Duration.ZERO);
  }
}
