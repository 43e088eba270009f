package io.runwhy.bridge.logs;

import io.runwhy.bridge.config.LogsConfig;

/** Whether the log of an ended attempt is recovered. */
public final class LogPolicy {
  private LogPolicy() {}

  /**
   * Decides for one attempt.
   *
   * @param abnormal whether it ended badly or was stopped from outside
   * @param connected whether the run's own telemetry had arrived
   */
  public static boolean recovers(LogsConfig.Policy policy, boolean abnormal, boolean connected) {
    return switch (policy) {
      case ALWAYS -> true;
      case ABNORMAL -> abnormal;
      case NEVER_CONNECTED -> abnormal && !connected;
    };
  }
}
