package io.runwhy.bridge.config;

/**
 * Which logs are recovered, and how much of them.
 *
 * @param policy whose logs
 * @param tailLines lines kept of one container, from the end
 * @param maxBytes bytes kept of one container, from the end
 * @param maxLineBytes bytes kept of one line, from its beginning
 */
public record LogsConfig(Policy policy, int tailLines, int maxBytes, int maxLineBytes) {
  public static final LogsConfig DEFAULT =
      new LogsConfig(Policy.ABNORMAL, 500, 256 * 1024, 16 * 1024);

  /** Whose logs are recovered. */
  public enum Policy {
    /** Only of runs whose own telemetry never arrived. */
    NEVER_CONNECTED,
    /** Of attempts that ended badly or were stopped from outside. */
    ABNORMAL,
    /** Of every attempt. */
    ALWAYS
  }
}
