package io.runwhy.bridge.model;

import java.util.List;

/**
 * The one reason chosen for a failure or a delay.
 *
 * @param code dotted code, for example {@code OOM.Container}; a public contract
 * @param summary one sentence that names the container and the numbers
 * @param detail what was seen, may have several lines
 * @param resolution a concrete edit or command with the real names filled in
 * @param container empty when the cause is not of one container
 * @param attempt 1-based attempt of the run that the cause belongs to; 0 when no attempt exists
 * @param contributing other causes found, most telling first
 */
public record Diagnosis(
    String code,
    Severity severity,
    String summary,
    String detail,
    String resolution,
    Confidence confidence,
    FaultDomain faultDomain,
    Retryable retryable,
    String container,
    @org.jspecify.annotations.Nullable ContainerRole containerRole,
    int attempt,
    List<Evidence> evidence,
    List<Contributing> contributing)
    implements Verdict {

  /** A cause that was found after the headline, or beside it. */
  public record Contributing(String code, String summary, Confidence confidence, int attempt) {}

  public Diagnosis {
    evidence = List.copyOf(evidence);
    contributing = List.copyOf(contributing);
  }
}
