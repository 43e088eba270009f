package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an autoscaler said of a pod that no node takes: a node comes, cannot be got, or will not be
 * added. Only the newest word counts.
 */
record Autoscaler(Word word, @Nullable KubernetesEvent event, Duration budget) {
  private static final Set<String> COMING = Set.of("TriggeredScaleUp", "Nominated");
  private static final Set<String> FAILED = Set.of("FailedScaleUp", "ScaleUpFailed");

  /** Parts of a refusal that speak of the node groups' limits, not of the pod. */
  private static final List<String> LIMITS =
      List.of(
          "max node group size reached",
          "max cluster",
          "max limit reached",
          "limit exceeded",
          "limits exceeded",
          "exceed limits",
          "exceed resource limits",
          "exceeded resource limits",
          "in backoff after failed scale-up");

  /** What the newest event means. */
  enum Word {
    NONE,
    COMING,
    REFUSED,
    FAILED
  }

  static Autoscaler of(PodView pod) {
    Autoscaler newest = new Autoscaler(Word.NONE, null, pod.run().budgets().scaleUp());
    newest = newest.or(pod, Word.REFUSED, Autoscaler::isRefusal);
    newest = newest.or(pod, Word.COMING, e -> COMING.contains(e.reason()));
    return newest.or(pod, Word.FAILED, e -> FAILED.contains(e.reason()));
  }

  /** Karpenter reports with the scheduler's own reason. */
  static boolean isRefusal(KubernetesEvent e) {
    return e.is("NotTriggerScaleUp")
        || (e.is("FailedScheduling")
            && e.component().toLowerCase(Locale.ROOT).contains("karpenter"));
  }

  private Autoscaler or(PodView pod, Word said, Predicate<KubernetesEvent> which) {
    KubernetesEvent found = pod.events().stream().filter(which).reduce((a, b) -> b).orElse(null);
    if (found == null) {
      return this;
    }
    Instant known = event == null ? null : event.last();
    boolean older = known != null && found.last() != null && found.last().isBefore(known);
    return older ? this : new Autoscaler(said, found, budget);
  }

  /** Whether a node was ordered so lately that it may still come. */
  boolean isOnTime(Instant now) {
    return word == Word.COMING
        && (event == null || event.last() == null || !event.last().plus(budget).isBefore(now));
  }

  /** Whether nodes other than the present ones may come: then nothing is known never to fit. */
  boolean grows() {
    return word == Word.COMING || word == Word.FAILED;
  }

  /** Whether what the autoscaler did explains the wait better than what the scheduler saw. */
  boolean leads(boolean shortage, boolean neverFits, Instant now) {
    return switch (word) {
      case NONE -> false;
      case COMING -> isOnTime(now) && !neverFits;
      case FAILED -> !neverFits;
      case REFUSED -> shortage && !neverFits && speaksOfLimits();
    };
  }

  private boolean speaksOfLimits() {
    String text = event == null ? "" : event.message().toLowerCase(Locale.ROOT);
    return LIMITS.stream().anyMatch(text::contains);
  }

  /** The finding of its own; call only when there is a word. */
  Finding finding(PodView pod, Finding.Builder base, boolean late) {
    String code =
        switch (word) {
          case COMING -> "Unschedulable.ScaleUpPending";
          case FAILED -> "Unschedulable.ScaleUpFailed";
          default -> "Unschedulable.AutoscalerRefused";
        };
    Finding.Builder builder =
        Finding.of(code, Confidence.CONFIRMED)
            .pod(pod)
            .value("pending_for", base.valueOf("pending_for"))
            .value("fragment", base.valueOf("fragment"))
            .value("request", base.valueOf("request"))
            .value("resource", base.valueOf("resource"))
            .severity(
                word == Word.COMING ? Severity.INFO : late ? Severity.ERROR : Severity.WARNING);
    if (event != null) {
      builder
          .evidence(PodView.eventEvidence(event))
          .value("autoscaler", Texts.quote(event.message()));
    }
    return builder.build();
  }
}
