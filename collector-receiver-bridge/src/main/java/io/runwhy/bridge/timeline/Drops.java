package io.runwhy.bridge.timeline;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a history had to forget, by kind. Holds nothing for nearly all runs. */
final class Drops {
  private @Nullable Map<String, Integer> counts;

  void add(String kind, int count) {
    if (count > 0) {
      Map<String, Integer> known = counts == null ? new HashMap<>() : counts;
      known.merge(kind, count, Integer::sum);
      counts = known;
    }
  }

  /** What was forgotten since this was last asked. */
  Map<String, Integer> take() {
    Map<String, Integer> taken = counts;
    counts = null;
    return taken == null ? Map.of() : taken;
  }
}
