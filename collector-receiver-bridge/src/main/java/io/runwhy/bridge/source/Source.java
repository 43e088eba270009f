package io.runwhy.bridge.source;

import io.runwhy.bridge.model.EvidenceRequest;

/** A place where runs live. */
public interface Source extends AutoCloseable {
  /** Begins to deliver, on threads of its own. Returns at once. */
  void start(ObservationSink sink);

  /**
   * Reads evidence in the background, within the source's budget; the answers come as observations.
   * A request about another kind of infrastructure is left to the others. Never blocks and never
   * throws for a failed read: that is an answer too.
   */
  void read(EvidenceRequest request);

  /** Whether the first full list has been delivered and every watch is alive. */
  boolean ready();

  /** Idempotent; returns within a few seconds. */
  @Override
  void close();
}
