package io.runwhy.bridge.model;

/** How sure a diagnosis is. */
public enum Confidence {
  /** One check is named that would decide. */
  POSSIBLE,
  LIKELY,
  /** A field says so. */
  CONFIRMED
}
