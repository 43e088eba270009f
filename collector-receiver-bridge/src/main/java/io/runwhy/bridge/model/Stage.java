package io.runwhy.bridge.model;

import java.util.Locale;

/** The finer step inside a state, each with its own duration. */
public enum Stage {
  SUBMIT,
  /** Held back on purpose: a suspended Job, a scheduling gate, a queue. */
  QUEUE,
  /** Waiting for a node. */
  SCHEDULE,
  /** Fetching images. */
  PULL,
  /** Init containers. */
  INIT,
  /** Bound to a node, until the main container's process starts. */
  START,
  /** The process runs and has not reported yet. */
  CONNECT,
  RUN,
  /** Asked to stop, until it ended. */
  STOP;

  /** The name on the wire, for example {@code schedule}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
