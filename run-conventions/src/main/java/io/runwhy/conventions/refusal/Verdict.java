package io.runwhy.conventions.refusal;

/** Why a submission was refused and what to change: code and texts of the catalogue. */
public final class Verdict {
  private final String code;
  private final String severity;
  private final String faultDomain;
  private final String retryable;
  private final String confidence;
  private final String summary;
  private final String resolution;

  public Verdict(
      String code,
      String severity,
      String faultDomain,
      String retryable,
      String confidence,
      String summary,
      String resolution) {
    this.code = code;
    this.severity = severity;
    this.faultDomain = faultDomain;
    this.retryable = retryable;
    this.confidence = confidence;
    this.summary = summary;
    this.resolution = resolution;
  }

  /** For example {@code PodCreate.QuotaExceeded}. */
  public String code() {
    return code;
  }

  /** info, warning, error or critical. */
  public String severity() {
    return severity;
  }

  /** workload, config, platform, infrastructure or external. */
  public String faultDomain() {
    return faultDomain;
  }

  /** Whether trying again helps, as the catalogue has it. */
  public String retryable() {
    return retryable;
  }

  /** confirmed, likely or possible. */
  public String confidence() {
    return confidence;
  }

  public String summary() {
    return summary;
  }

  /** What to change. */
  public String resolution() {
    return resolution;
  }
}
