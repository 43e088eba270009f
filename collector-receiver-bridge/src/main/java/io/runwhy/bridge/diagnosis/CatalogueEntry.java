package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.Retryable;
import io.runwhy.bridge.model.Severity;
import org.jspecify.annotations.Nullable;

/**
 * All that is said about one code. Texts are Mustache templates over the values of a {@link
 * Finding}.
 *
 * @param severity when the cause ended the run; a run that still retries or waits lowers it
 * @param prefectLabel Prefect's public label value for the same cause, if it has one
 * @param what one paragraph for the documentation: what it is
 * @param how how Runwhy knows
 * @param confusedWith what it is often taken for
 * @param onEcs what is said otherwise on Amazon ECS; null when nothing is
 */
public record CatalogueEntry(
    String code,
    String title,
    Severity severity,
    FaultDomain faultDomain,
    Retryable retryable,
    @Nullable String prefectLabel,
    String summary,
    String detail,
    String resolution,
    String what,
    String how,
    String confusedWith,
    @Nullable OnEcs onEcs) {

  /**
   * What is said otherwise where the run is a task of Amazon ECS.
   *
   * @param severity as for the entry; null for the entry's own
   * @param retryable null for the entry's own
   */
  public record OnEcs(
      @Nullable Severity severity,
      @Nullable Retryable retryable,
      String summary,
      String detail,
      String resolution,
      String how) {}

  /** The entry as it is told on Amazon ECS. */
  CatalogueEntry ofEcs() {
    OnEcs o = onEcs;
    return o == null
        ? this
        : new CatalogueEntry(
            code,
            title,
            o.severity() == null ? severity : o.severity(),
            faultDomain,
            o.retryable() == null ? retryable : o.retryable(),
            prefectLabel,
            o.summary(),
            o.detail(),
            o.resolution(),
            what,
            o.how().isEmpty() ? how : o.how(),
            confusedWith,
            null);
  }

  /** The part before the dot, for example {@code OOM}. */
  public String family() {
    return code.substring(0, code.indexOf('.'));
  }
}
