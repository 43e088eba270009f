package io.runwhy.extension.code;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * How many steps of a kind are told in a minute: a program that reads a table in a thousand pieces
 * is not told a thousand times. What is not told is counted.
 */
final class Budget {
  /** Most steps of one kind that are told in one minute. */
  static final int PER_MINUTE = 60;

  /** Most kinds that are counted apart; further ones share one. */
  static final int MAX_KINDS = 64;

  private final Clock clock;
  private final Map<String, Integer> used = new HashMap<>();
  private long minute;
  private long untold;

  Budget(Clock clock) {
    this.clock = clock;
  }

  /** Whether one more of this kind may be told. */
  synchronized boolean take(String kind) {
    long now = clock.millis() / 60_000;
    if (now != minute) {
      minute = now;
      used.clear();
    }
    String key = used.size() < MAX_KINDS || used.containsKey(kind) ? kind : "";
    int count = used.getOrDefault(key, 0);
    if (count >= PER_MINUTE) {
      untold++;
      return false;
    }
    used.put(key, count + 1);
    return true;
  }

  /** Steps that were not told since the last time this was asked. */
  synchronized long drainUntold() {
    long count = untold;
    untold = 0;
    return count;
  }
}
