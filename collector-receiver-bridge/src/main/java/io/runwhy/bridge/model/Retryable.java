package io.runwhy.bridge.model;

/** Whether trying again helps. */
public enum Retryable {
  UNCHANGED,
  AFTER_CHANGE,
  NO
}
