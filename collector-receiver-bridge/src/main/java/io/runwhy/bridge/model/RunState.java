package io.runwhy.bridge.model;

/** What a person reads on the timeline. */
public enum RunState {
  SUBMITTING("Submitting", false),
  INFRASTRUCTURE_PENDING("InfrastructurePending", false),
  RUNNING("Running", false),
  AWAITING_RETRY("AwaitingRetry", false),
  COMPLETED("Completed", true),
  /** The workload's own code ended badly. */
  FAILED("Failed", true),
  /** Everything else did. */
  CRASHED("Crashed", true),
  CANCELLED("Cancelled", true);

  private final String wireName;
  private final boolean terminal;

  RunState(String wireName, boolean terminal) {
    this.wireName = wireName;
    this.terminal = terminal;
  }

  /** The name on the wire, for example {@code InfrastructurePending}. */
  public String wireName() {
    return wireName;
  }

  public boolean isTerminal() {
    return terminal;
  }
}
