package io.runwhy.bridge.model;

/** How bad a diagnosis is now; the same code can be a warning while retries are left. */
public enum Severity {
  INFO,
  WARNING,
  ERROR
}
