package io.runwhy.extension.stamp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values that were stamped lately, so that one which comes back on a copied object is known as
 * ours and replaced; values of others never are.
 */
public final class OwnStamps {
  /** Values that are remembered; the oldest go. */
  public static final int LIMIT = 4_096;

  private final Map<String, Boolean> values =
      new LinkedHashMap<String, Boolean>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > LIMIT;
        }
      };

  /** Remembers that this value was written there. */
  public void add(String key, String value) {
    synchronized (values) {
      values.put(key + '=' + value, true);
    }
  }

  public boolean contains(String key, String value) {
    synchronized (values) {
      return values.containsKey(key + '=' + value);
    }
  }
}
