package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.Retryable;
import io.runwhy.bridge.model.Severity;
import io.runwhy.conventions.refusal.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One hit of a rule: a code with the facts that fill its texts.
 *
 * @param values what the templates of the code may name
 * @param severity overrides the severity that the run's state would give; null normally
 * @param faultDomain overrides the catalogue; null normally
 * @param retryable overrides the catalogue; null normally
 */
record Finding(
    String code,
    Confidence confidence,
    String container,
    @Nullable ContainerRole role,
    int attempt,
    List<Evidence> evidence,
    Map<String, String> values,
    @Nullable Severity severity,
    @Nullable FaultDomain faultDomain,
    @Nullable Retryable retryable) {
  Finding {
    // Wrapped, not copied: the builder hands its own collections over and is used once.
    evidence = Collections.unmodifiableList(evidence);
    values = Collections.unmodifiableMap(values);
  }

  /** The same of something that has not ended: no more than likely. */
  Finding atMostLikely() {
    return confidence == Confidence.CONFIRMED
        ? new Finding(
            code,
            Confidence.LIKELY,
            container,
            role,
            attempt,
            evidence,
            values,
            severity,
            faultDomain,
            retryable)
        : this;
  }

  Finding withSeverity(Severity value) {
    return new Finding(
        code,
        confidence,
        container,
        role,
        attempt,
        evidence,
        values,
        value,
        faultDomain,
        retryable);
  }

  static Builder of(String code, Confidence confidence) {
    return new Builder(code, confidence);
  }

  /** A finding of what a table knows of a text; of the code {@code other} when it knows nothing. */
  static Builder of(PatternTable.@Nullable Match match, String other) {
    return match == null
        ? new Builder(other, Confidence.CONFIRMED)
        : new Builder(match.code(), match.confidence()).values(match.values());
  }

  /** A finding of what was refused, with what it knows better than the catalogue. */
  static Builder of(Refusal refusal) {
    Builder builder =
        new Builder(refusal.code(), PatternTable.confidence(refusal.confidence()))
            .values(refusal.values());
    if (!refusal.severity().isEmpty()) {
      builder.severity(Severity.valueOf(refusal.severity().toUpperCase(Locale.ROOT)));
    }
    if (!refusal.faultDomain().isEmpty()) {
      builder.faultDomain(FaultDomain.valueOf(refusal.faultDomain().toUpperCase(Locale.ROOT)));
    }
    if (!refusal.retryable().isEmpty()) {
      builder.retryable(Retryable.valueOf(refusal.retryable().toUpperCase(Locale.ROOT)));
    }
    return builder;
  }

  /** Collects a finding's facts. */
  static final class Builder {
    private final String code;
    private Confidence confidence;
    private String container = "";
    private @Nullable ContainerRole role;
    private int attempt;
    private final List<Evidence> evidence = new ArrayList<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private @Nullable Severity severity;
    private @Nullable FaultDomain faultDomain;
    private @Nullable Retryable retryable;

    private Builder(String code, Confidence confidence) {
      this.code = code;
      this.confidence = confidence;
    }

    /**
     * The pod that the cause belongs to: sets the attempt and the values {@code pod}, {@code node}.
     */
    Builder pod(PodView pod) {
      attempt = pod.attempt();
      return value("pod", pod.name()).value("node", pod.pod().nodeName());
    }

    /** The container at fault: sets {@code container}, {@code image}, limits and requests too. */
    Builder container(ContainerView view) {
      container = view.name();
      role = view.role();
      pod(view.pod());
      value("container", view.name());
      value("image", view.image());
      value("memory_limit", view.limit("memory"));
      value("memory_request", view.request("memory"));
      return this;
    }

    /** The task that the cause belongs to: sets the attempt and all that is known of the task. */
    Builder task(TaskView view) {
      attempt = view.attempt();
      return values(TaskValues.of(view));
    }

    /** The container at fault, with all that is known of it and of its task. */
    Builder container(TaskContainerView view) {
      container = view.name();
      role = view.role();
      return task(view.task()).values(TaskContainerValues.of(view));
    }

    Builder evidence(String field, String value, @Nullable Instant time) {
      evidence.add(new Evidence(field, Texts.quote(value), time));
      return this;
    }

    Builder evidence(Evidence e) {
      evidence.add(e);
      return this;
    }

    /** Sets a value for the templates; an empty one counts as not known. */
    Builder value(String name, String value) {
      if (!value.isEmpty()) {
        values.put(name, value);
      }
      return this;
    }

    Builder values(Map<String, String> more) {
      more.forEach(this::value);
      return this;
    }

    Builder confidence(Confidence value) {
      confidence = value;
      return this;
    }

    boolean isSevere() {
      return severity == Severity.ERROR;
    }

    /** A value set before; empty when it was not. */
    String valueOf(String name) {
      return values.getOrDefault(name, "");
    }

    Builder severity(Severity value) {
      severity = value;
      return this;
    }

    Builder faultDomain(FaultDomain value) {
      faultDomain = value;
      return this;
    }

    Builder retryable(Retryable value) {
      retryable = value;
      return this;
    }

    Finding build() {
      return new Finding(
          code,
          confidence,
          container,
          role,
          attempt,
          evidence,
          values,
          severity,
          faultDomain,
          retryable);
    }
  }
}
