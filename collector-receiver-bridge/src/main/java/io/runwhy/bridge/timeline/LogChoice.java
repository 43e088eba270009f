package io.runwhy.bridge.timeline;

/** Whether the log of an ended container attempt is to be recovered; the policy is wired in. */
@FunctionalInterface
public interface LogChoice {
  /**
   * Decides for one attempt.
   *
   * @param abnormal whether the attempt ended badly, or its pod was stopped from outside
   */
  boolean wants(boolean abnormal);
}
