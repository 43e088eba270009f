package io.runwhy.conventions;

/** Names of events: log records with an event name. */
public final class RunEvents {
  /** A state or a stage began. */
  public static final String RUN_STATE = "runwhy.run.state";

  /** A cause was found, changed, or cleared. */
  public static final String RUN_DIAGNOSIS = "runwhy.run.diagnosis";

  /** One recovered line of a container's log. */
  public static final String CONTAINER_LOG = "runwhy.container.log";

  /** A run is over. */
  public static final String RUN_SUMMARY = "runwhy.run.summary";

  /**
   * Something happened to a process: submitted, started, exited, signalled, a step of its shutdown.
   */
  public static final String PROCESS = "runwhy.process";

  /** A step of fetching code or data. */
  public static final String CODE_PULL = "runwhy.code.pull";

  private RunEvents() {}
}
