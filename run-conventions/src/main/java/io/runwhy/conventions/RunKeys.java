package io.runwhy.conventions;

/** Label, annotation and environment keys by which an object says whose it is. */
public final class RunKeys {
  public static final String RUN_ID = "runwhy.io/run-id";
  public static final String RUN_NAME = "runwhy.io/run-name";
  public static final String DEPLOYMENT = "runwhy.io/deployment";
  public static final String WORK_POOL = "runwhy.io/work-pool";
  public static final String WORK_QUEUE = "runwhy.io/work-queue";

  /** Annotation: W3C trace context of the submitter. */
  public static final String TRACEPARENT = "runwhy.io/traceparent";

  /** Environment: W3C trace context. */
  public static final String ENV_TRACEPARENT = "TRACEPARENT";

  /** Environment: the run's id. */
  public static final String ENV_RUN_ID = "RUNWHY_RUN_ID";

  /** Environment: the orchestrator whose id RUNWHY_RUN_ID is; runwhy when it is missing. */
  public static final String ENV_ORCHESTRATOR = "RUNWHY_ORCHESTRATOR";

  /** Environment of a run's children: the process that is the run. */
  public static final String ENV_RUN_PID = "RUNWHY_RUN_PID";

  private RunKeys() {}
}
