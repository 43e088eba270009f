package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.conventions.refusal.Quantity;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A failed pod whose {@code status.reason} says what the node did. On another phase the reason is a
 * left-over.
 */
final class PodEndedByNode implements Rule.OfPod {
  private static final PatternTable EVICTED = PatternTable.load("evicted");

  /** Values of {@code status.reason} that the kubelet or the control plane write. */
  static final Set<String> REASONS =
      Set.of(
          "Evicted",
          "Preempting",
          "NodeLost",
          "Terminated",
          "NodeShutdown",
          "Shutdown",
          "DeadlineExceeded");

  @Override
  public String name() {
    return "pod-ended-by-node";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    if (!pod.pod().phase().equals("Failed")) {
      return;
    }
    switch (pod.pod().reason()) {
      case "Evicted" -> found.accept(evicted(pod));
      case "Preempting" -> found.accept(of("Disruption.CriticalPodPreemption", pod).build());
      case "NodeLost" -> found.accept(of("Disruption.NodeUnreachable", pod).build());
      case "Terminated", "NodeShutdown", "Shutdown" ->
          found.accept(
              of(
                      pod.pod().reason().equals("NodeShutdown") && pod.nothingRan()
                          ? "NodeAdmission.NodeShutdown"
                          : "Disruption.NodeShutdown",
                      pod)
                  .build());
      case "DeadlineExceeded" -> found.accept(deadline(pod));
      default -> {}
    }
  }

  private static Finding.Builder of(String code, PodView pod) {
    return Finding.of(code, Confidence.CONFIRMED)
        .pod(pod)
        .evidence(pod.statusEvidence())
        .value("text", Texts.quote(pod.pod().message()));
  }

  private static Finding deadline(PodView pod) {
    Long seconds = pod.pod().spec().activeDeadlineSeconds();
    Finding.Builder builder = of("Deadline.Pod", pod);
    if (pod.nothingRan()) {
      // What kept it from starting, where that is known, is the cause, and the deadline its
      // symptom.
      builder.confidence(Confidence.LIKELY).value("never_ran", "true");
    }
    if (seconds != null) {
      builder
          .evidence(pod.path("spec.activeDeadlineSeconds"), seconds.toString(), null)
          .value("deadline", seconds.toString())
          .value("proposed_deadline", Long.toString(seconds * 2));
    }
    return builder.build();
  }

  private static Finding evicted(PodView pod) {
    PatternTable.Match match = EVICTED.first(pod.pod().message());
    Finding.Builder builder =
        match == null ? of("Evicted.Other", pod) : of(match.code(), pod).values(match.values());
    String named = match == null ? "" : match.values().getOrDefault("container", "");
    ContainerView container = pod.container(named).orElse(null);
    if (container == null
        && match != null
        && match.code().equals("Evicted.EphemeralStorageLimit")) {
      container =
          pod.containers().stream()
              .filter(c -> !c.limit("ephemeral-storage").isEmpty())
              .findFirst()
              .orElse(null);
    }
    if (container != null) {
      builder.container(container);
      String limit = container.limit("ephemeral-storage");
      if (!limit.isEmpty()) {
        builder
            .evidence(
                pod.path(
                    "spec.containers[" + container.name() + "].resources.limits.ephemeral-storage"),
                limit,
                null)
            .value("proposed_storage", Quantity.propose(limit));
      }
      builder.value("storage_request", container.request("ephemeral-storage"));
    }
    if (match != null && match.values().containsKey("limit")) {
      builder.value("proposed_limit", Quantity.propose(match.values().getOrDefault("limit", "")));
    }
    if (match != null && match.values().containsKey("used")) {
      builder.value("proposed_request", Quantity.propose(match.values().getOrDefault("used", "")));
    }
    mountOf(pod, match == null ? "" : match.values().getOrDefault("volume", ""), builder);
    return builder.build();
  }

  private static void mountOf(PodView pod, String volume, Finding.Builder builder) {
    for (ContainerSpec spec : pod.pod().spec().containers()) {
      for (ContainerSpec.Mount mount : spec.mounts()) {
        if (!volume.isEmpty() && mount.volume().equals(volume)) {
          builder.value("mount_path", mount.path()).value("mount_container", spec.name());
        }
      }
    }
  }
}
