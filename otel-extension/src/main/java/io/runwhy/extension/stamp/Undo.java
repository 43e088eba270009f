package io.runwhy.extension.stamp;

import java.util.ArrayDeque;
import java.util.Deque;

/** Takes back what was written onto an object of the caller, the latest first. */
public final class Undo {
  /** One step; it may fail, the others go on. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private final Deque<Step> steps = new ArrayDeque<>();

  void add(Step step) {
    steps.push(step);
  }

  /** Takes all of it back; a second call does nothing. */
  public void run() {
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (Exception ignored) {
        // the object keeps this part of the stamp; the next stamp knows it as ours
      }
    }
  }
}
