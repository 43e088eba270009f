package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerState.Waiting;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Severity;
import io.runwhy.conventions.refusal.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Containers that are being created and stay so: only events tell why. Taken by kind, the most
 * telling kind first, the newest of a kind. A warning in the first seconds is normal noise.
 */
final class ContainersCreating implements Rule.OfPod {
  static final Duration HOLD_DOWN = Duration.ofSeconds(45);

  private static final PatternTable TABLE = PatternTable.load("pod-start-events");
  private static final Set<String> CREATING = Set.of("ContainerCreating", "PodInitializing");
  private static final List<String> ORDER =
      List.of("FailedAttachVolume", "FailedMount", "FailedCreatePodSandBox", "NetworkNotReady");

  /** Texts that name no cause of their own: any other of the pod says more. */
  private static final Set<String> WEAK = Set.of("Volume.MountTimeout", "Volume.NotRegistered");

  @Override
  public String name() {
    return "containers-creating";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    if (!isCreating(pod)) {
      return;
    }
    KubernetesEvent best = null;
    PatternTable.@Nullable Match bestMatch = null;
    Instant pulling = pod.event("Pulling").map(KubernetesEvent::last).orElse(null);
    for (KubernetesEvent event : byTelling(pod.events())) {
      // Volumes and sandbox are done before the first pull begins.
      if (pulling != null && event.last() != null && event.last().isBefore(pulling)) {
        continue;
      }
      PatternTable.Match match = TABLE.first(event.reason() + ": " + event.message());
      boolean weak = match != null && WEAK.contains(match.code());
      if (match != null && (bestMatch == null || (WEAK.contains(bestMatch.code()) && !weak))) {
        best = event;
        bestMatch = match;
      }
    }
    boolean generic = bestMatch == null || WEAK.contains(bestMatch.code());
    if (generic) {
      slowFsGroup(pod, found);
    }
    if (best != null && bestMatch != null) {
      found.accept(finding(pod, best, bestMatch));
    }
    slowPull(pod, found);
    if (best == null) {
      sandboxChanged(pod, found);
    }
  }

  /** Whether an event says why the pod's containers could not be created. */
  static boolean hasWarning(PodView pod) {
    return pod.events().stream().anyMatch(e -> ORDER.contains(e.reason()));
  }

  /** A symptom: said only when nothing better is known. */
  private static void sandboxChanged(PodView pod, Consumer<Finding> found) {
    pod.event("SandboxChanged")
        .filter(e -> e.count() > 1)
        .ifPresent(
            e ->
                found.accept(
                    Finding.of("Sandbox.Changed", Confidence.POSSIBLE)
                        .pod(pod)
                        .evidence(PodView.eventEvidence(e))
                        .value("count", Integer.toString(e.count()))
                        .build()));
  }

  /** The kubelet sets the group of every file of a volume before the containers may start. */
  private static void slowFsGroup(PodView pod, Consumer<Finding> found) {
    Long group = pod.pod().spec().fsGroup();
    KubernetesEvent event = pod.event("VolumePermissionChangeInProgress").orElse(null);
    if (event == null) {
      event = pod.event("VolumePermissionChange").orElse(null);
    }
    if (group == null || event == null) {
      return;
    }
    found.accept(
        Finding.of("Volume.SlowFsGroup", Confidence.CONFIRMED)
            .pod(pod)
            .evidence(PodView.eventEvidence(event))
            .evidence(pod.path("spec.securityContext.fsGroup"), group.toString(), null)
            .value("group", group.toString())
            .value("text", Texts.quote(event.message()))
            .value("pending_for", Texts.age(pod.pod().creationTimestamp(), pod.run().now()))
            .build());
  }

  private static boolean isCreating(PodView pod) {
    if (!pod.pod().phase().equals("Pending") && !neverRan(pod)) {
      return false;
    }
    return pod.containers().stream()
            .anyMatch(
                c -> {
                  Waiting w = c.waiting();
                  return w != null && CREATING.contains(w.reason());
                })
        || neverRan(pod);
  }

  /**
   * A pod that ended, or was deleted, before any of its containers ran keeps the cause in its
   * events.
   */
  private static boolean neverRan(PodView pod) {
    return (pod.pod().isTerminal() || pod.history().deleted())
        && !pod.pod().nodeName().isEmpty()
        && !pod.containers().isEmpty()
        && pod.containers().stream().allMatch(ContainerView::neverRan);
  }

  private static List<KubernetesEvent> byTelling(List<KubernetesEvent> events) {
    return events.stream()
        .filter(e -> ORDER.contains(e.reason()))
        .sorted(
            Comparator.comparingInt((KubernetesEvent e) -> ORDER.indexOf(e.reason()))
                .thenComparing(
                    e -> e.last() == null ? Instant.EPOCH : e.last(), Comparator.reverseOrder()))
        .toList();
  }

  private static Finding finding(PodView pod, KubernetesEvent event, PatternTable.Match match) {
    Instant since = event.first() == null ? pod.pod().creationTimestamp() : event.first();
    Instant now = pod.run().now();
    boolean young = since != null && since.plus(HOLD_DOWN).isAfter(now) && !pod.pod().isTerminal();
    boolean late = since != null && since.plus(pod.run().budgets().create()).isBefore(now);
    Finding.Builder builder =
        Finding.of(match.code(), young ? Confidence.LIKELY : match.confidence())
            .pod(pod)
            .values(match.values())
            .evidence(PodView.eventEvidence(event))
            .value("text", Texts.quote(event.message()))
            .value("pending_for", Texts.age(pod.pod().creationTimestamp(), now));
    source(pod, match, builder);
    if (match.code().startsWith("Volume.")) {
      // The generic text names the volume as the pod does; drivers name it their own way.
      pod.events().stream()
          .filter(e -> !e.equals(event) && e.message().contains("unmounted volumes=["))
          .reduce((a, b) -> b)
          .ifPresent(e -> builder.evidence(PodView.eventEvidence(e)));
    }
    if (match.code().equals("OOM.AtStart")) {
      smallest(pod).ifPresent(builder::container);
    }
    if (!pod.pod().isTerminal()) {
      builder.severity(young ? Severity.INFO : late ? Severity.ERROR : Severity.WARNING);
    }
    return builder.build();
  }

  /** The Secret, ConfigMap or claim behind a volume that the text names only by itself. */
  private static void source(PodView pod, PatternTable.Match match, Finding.Builder builder) {
    String name = match.values().getOrDefault("volume", "");
    if (match.values().containsKey("object") || name.isEmpty()) {
      return;
    }
    pod.pod().spec().volumes().stream()
        .filter(v -> v.name().equals(name))
        .findFirst()
        .ifPresent(v -> builder.value("object", v.source()));
  }

  /** The container with the smallest memory limit: its limit counts towards the pod's. */
  private static Optional<ContainerView> smallest(PodView pod) {
    ContainerView smallest = null;
    BigDecimal least = null;
    for (ContainerView container : pod.containers()) {
      BigDecimal limit = Quantity.parse(container.limit("memory"));
      if (limit != null && (least == null || limit.compareTo(least) < 0)) {
        smallest = container;
        least = limit;
      }
    }
    return Optional.ofNullable(smallest);
  }

  private static void slowPull(PodView pod, Consumer<Finding> found) {
    for (ContainerView container : pod.containers()) {
      KubernetesEvent pulling = newest(pod, "Pulling", container.name());
      KubernetesEvent pulled = newest(pod, "Pulled", container.name());
      KubernetesEvent failed = newest(pod, "Failed", container.name());
      Instant since = pulling == null ? null : pulling.last();
      if (pulling != null
          && since != null
          && pulled == null
          && failed == null
          && container.neverRan()
          && since.plus(pod.run().budgets().pull()).isBefore(pod.run().now())) {
        found.accept(
            Finding.of("Image.SlowPull", Confidence.LIKELY)
                .container(container)
                .evidence(PodView.eventEvidence(pulling))
                .value("pulling_for", Texts.age(since, pod.run().now()))
                .build());
      }
    }
  }

  private static @Nullable KubernetesEvent newest(PodView pod, String reason, String container) {
    return pod.events().stream()
        .filter(e -> e.is(reason) && e.container().equals(container))
        .reduce((a, b) -> b)
        .orElse(null);
  }
}
