package io.runwhy.extension.process;

import java.util.ArrayList;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The environment of a child with variables of ours. The JDK takes only maps of a class of its own,
 * which keeps the bytes of what was inherited: so the copy begins as the inherited environment, and
 * only what differs is changed.
 */
final class ChildEnvironment {
  private ChildEnvironment() {}

  /**
   * A copy with other variables.
   *
   * @param environment of the child; null when it inherits that of this process
   * @param ours names and values; a null value takes the variable out
   * @return null where no copy can be made
   */
  static @Nullable Map<String, String> with(
      @Nullable Map<String, String> environment, Map<String, @Nullable String> ours) {
    Map<String, String> copy;
    try {
      copy = new ProcessBuilder().environment();
    } catch (SecurityException e) {
      return null;
    }
    if (environment != null) {
      if (environment.getClass() != copy.getClass()) {
        return null;
      }
      for (String name : new ArrayList<>(copy.keySet())) {
        if (!environment.containsKey(name)) {
          copy.remove(name);
        }
      }
      environment.forEach(
          (name, value) -> {
            if (!value.equals(copy.get(name))) {
              copy.put(name, value);
            }
          });
    }
    ours.forEach(
        (name, value) -> {
          if (value == null) {
            copy.remove(name);
          } else {
            copy.put(name, value);
          }
        });
    return copy;
  }
}
