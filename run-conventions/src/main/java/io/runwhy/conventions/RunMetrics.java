package io.runwhy.conventions;

/** Names of metrics. Units and dimensions are in docs/signals.md. */
public final class RunMetrics {
  public static final String RUNS = "runwhy.runs";
  public static final String RUN_STAGE_DURATION = "runwhy.run.stage.duration";
  public static final String RUN_FAILURES = "runwhy.run.failures";
  public static final String RUN_OLDEST_PENDING = "runwhy.run.oldest_pending";

  public static final String BRIDGE_LAG = "runwhy.bridge.lag";
  public static final String BRIDGE_QUEUE_DEPTH = "runwhy.bridge.queue.depth";
  public static final String BRIDGE_DROPPED = "runwhy.bridge.dropped";
  public static final String BRIDGE_LAST_EVENT_AGE = "runwhy.bridge.last_event_age";
  public static final String BRIDGE_OLDEST_UNSEEN = "runwhy.bridge.oldest_unseen_age";
  public static final String BRIDGE_WATCH_UP = "runwhy.bridge.watch.up";
  public static final String BRIDGE_WATCH_FAILURES = "runwhy.bridge.watch.failures";
  public static final String BRIDGE_WATCH_CUTS = "runwhy.bridge.watch.cuts";
  public static final String BRIDGE_READS = "runwhy.bridge.reads";
  public static final String BRIDGE_READS_SAVED = "runwhy.bridge.reads.saved";
  public static final String BRIDGE_EXPORT_FAILURES = "runwhy.bridge.export.failures";
  public static final String BRIDGE_EXPORTED = "runwhy.bridge.exported";
  public static final String BRIDGE_BAD_OBJECTS = "runwhy.bridge.bad_objects";
  public static final String BRIDGE_TRACKED_RUNS = "runwhy.bridge.tracked_runs";

  /**
   * Events of the extension that its full queue pushed out; also an attribute of its last event.
   */
  public static final String EXTENSION_DROPPED = "runwhy.extension.dropped";

  /** Events of the extension that the receiver refused; also an attribute of its last event. */
  public static final String EXTENSION_REFUSED = "runwhy.extension.refused";

  /** Events that went from its full spool undelivered; also an attribute of its last event. */
  public static final String EXTENSION_SPOOL_DROPPED = "runwhy.extension.spool.dropped";

  private RunMetrics() {}
}
