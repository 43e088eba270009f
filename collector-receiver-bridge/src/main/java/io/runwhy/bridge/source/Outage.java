package io.runwhy.bridge.source;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Trouble with one thing that several threads may use: one line when it breaks, one when it is
 * back, and how long to wait in between. It is never given up. Thread-safe.
 */
public final class Outage {
  public static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** Trouble that comes and goes is told once in this time. */
  static final Duration QUIET = Duration.ofSeconds(60);

  private final String what;
  private final String fails;
  private final InstantSource clock;
  private final Logger logger;
  private final @Nullable Outage other;
  private final Set<String> toldKinds = new HashSet<>();
  private @Nullable Instant since;
  private Instant quietUntil = Instant.MIN;
  private int failures;

  /**
   * Nothing is broken yet.
   *
   * @param what the thing, as the subject of a sentence
   * @param fails the rest of the sentence while it is broken, for example {@code cannot be read}
   */
  public Outage(String what, String fails, InstantSource clock, Logger logger) {
    this(what, fails, clock, logger, null);
  }

  /**
   * The same.
   *
   * @param other trouble with the same thing: a kind that is told there now is not told here too
   */
  public Outage(
      String what, String fails, InstantSource clock, Logger logger, @Nullable Outage other) {
    this.what = what;
    this.fails = fails;
    this.clock = clock;
    this.logger = logger;
    this.other = other;
  }

  /**
   * It failed.
   *
   * @param kind each kind of trouble is told once an outage
   * @param sentence what is wrong and what to do
   * @param passing whether this often passes by itself: then it is told from the second time in a
   *     row
   * @return how long to wait before the next try: as long as it has lasted, within bounds, with
   *     jitter
   */
  public synchronized Duration broke(String kind, String sentence, boolean passing) {
    Instant now = clock.instant();
    Instant begun = since;
    if (begun == null) {
      begun = now;
      since = now;
    }
    failures++;
    boolean due = !passing || failures > 1;
    boolean quiet = toldKinds.isEmpty() && now.isBefore(quietUntil);
    boolean elsewhere = other != null && other.hasTold(kind);
    if (due && !quiet && !elsewhere && toldKinds.add(kind)) {
      quietUntil = now.plus(QUIET);
      logger.warn("{} {}: {}. It is tried again for ever", what, fails, sentence);
    }
    Duration lasted = Duration.between(begun, now);
    Duration wait = lasted.compareTo(FIRST_WAIT) < 0 ? FIRST_WAIT : lasted;
    return jittered(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  private synchronized boolean hasTold(String kind) {
    return toldKinds.contains(kind);
  }

  /** It works, again or still. */
  public synchronized void works() {
    Instant begun = since;
    if (begun == null) {
      return;
    }
    if (!toldKinds.isEmpty()) {
      logger.info(
          "{} works again after {} s", what, Duration.between(begun, clock.instant()).toSeconds());
    }
    since = null;
    failures = 0;
    toldKinds.clear();
  }

  /** How long it has been broken; zero when it works. */
  public synchronized Duration lasted() {
    return since == null ? Duration.ZERO : Duration.between(since, clock.instant());
  }

  public synchronized boolean isBroken() {
    return since != null;
  }

  private static Duration jittered(Duration wait) {
    long half = wait.toMillis() / 2;
    return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
  }
}
