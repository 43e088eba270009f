package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.PodSpec;
import io.runwhy.bridge.model.Severity;
import io.runwhy.conventions.refusal.Quantity;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A container's end with the reason OOMKilled, which only the kernel's own record gives. */
final class OomKilled implements Rule.OfPod {
  @Override
  public String name() {
    return "oom-killed";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    for (ContainerView container : pod.containers()) {
      Terminated now = container.terminated();
      Terminated last = container.lastTerminated();
      if (now != null && isOom(now)) {
        report(container, now, code(container, now), found);
      } else if (last != null && isOom(last)) {
        boolean recovered = container.isRunning() || container.succeeded();
        report(container, last, recovered ? "OOM.EarlierRestart" : code(container, last), found);
      }
    }
  }

  private static boolean isOom(Terminated end) {
    return end.reason().equals("OOMKilled");
  }

  private static String code(ContainerView container, Terminated end) {
    if (end.exitCode() != 137) {
      return "OOM.ProcessInContainer";
    }
    return switch (container.role()) {
      case INIT -> "OOM.Init";
      case SIDECAR, ENGINE -> "OOM.Sidecar";
      case MAIN -> "OOM.Container";
    };
  }

  private static void report(
      ContainerView container, Terminated end, String code, Consumer<Finding> found) {
    Confidence confidence = confidence(container, end, code);
    found.accept(finding(container, end, code, confidence));
    if (confidence == Confidence.CONFIRMED) {
      ofNode(container, end, found);
      tmpfs(container, end, found);
    }
  }

  /** What killed the container after somebody else had begun to end the pod is no cause. */
  private static Confidence confidence(ContainerView container, Terminated end, String code) {
    PodView pod = container.pod();
    Instant finished = end.finishedAt();
    Instant disrupted = pod.ending().disruption().map(Condition::lastTransition).orElse(null);
    Instant deleted = pod.history().deletionRequestedAt();
    if (isAfter(finished, disrupted) || isAfter(finished, deleted)) {
      return Confidence.POSSIBLE;
    }
    boolean evictedForMemory =
        pod.pod().reason().equals("Evicted")
            && pod.pod().message().contains("low on resource: memory");
    if (evictedForMemory && !isBefore(finished, evictedAt(pod))) {
      return Confidence.LIKELY;
    }
    // Whose memory it was, or what became of it since, may not be told.
    boolean unsure =
        code.equals("OOM.ProcessInContainer")
            || container.isUnnamed()
            || container.isStateUnknown();
    return unsure ? Confidence.LIKELY : Confidence.CONFIRMED;
  }

  private static @Nullable Instant evictedAt(PodView pod) {
    Instant marked =
        pod.pod().condition("DisruptionTarget").map(Condition::lastTransition).orElse(null);
    return pod.event("Evicted").map(KubernetesEvent::first).orElse(marked);
  }

  private static boolean isAfter(@Nullable Instant time, @Nullable Instant limit) {
    return time != null && limit != null && time.isAfter(limit.plus(PodView.CLOCK_TOLERANCE));
  }

  private static boolean isBefore(@Nullable Instant time, @Nullable Instant limit) {
    return time != null && limit != null && time.isBefore(limit.minus(PodView.CLOCK_TOLERANCE));
  }

  private static Finding finding(
      ContainerView container, Terminated end, String code, Confidence confidence) {
    Finding.Builder builder =
        Finding.of(code, confidence)
            .container(container)
            .evidence(container.endEvidence(end))
            .value("exit_code", Integer.toString(end.exitCode()))
            .value("lived", ProcessEnded.lived(end))
            .value(
                "restarts",
                container.restartCount() == 0 ? "" : Integer.toString(container.restartCount()));
    String limit = container.limit("memory");
    if (!limit.isEmpty()) {
      builder
          .evidence(
              container.pod().path(container.specPath() + ".resources.limits.memory"), limit, null)
          .value("proposed_memory", Quantity.propose(limit));
    } else if (isUnlimited(container)) {
      builder
          .evidence(
              container.pod().path(container.specPath() + ".resources.limits.memory"), "none", null)
          .value("unlimited", "true");
    }
    if (container.is(ContainerRole.INIT)) {
      builder.value("init", "true");
    }
    return (end.exitCode() == 0 ? builder.severity(Severity.WARNING) : builder).build();
  }

  /** Without a limit of its own, or of the pod, only the node's memory can have been short. */
  private static boolean isUnlimited(ContainerView container) {
    ContainerSpec spec = container.spec();
    return spec != null
        && container.limit("memory").isEmpty()
        && !container.pod().pod().spec().limits().containsKey("memory");
  }

  private static void ofNode(ContainerView container, Terminated end, Consumer<Finding> found) {
    if (isUnlimited(container)) {
      found.accept(
          Finding.of("OOM.NodeLevel", Confidence.LIKELY)
              .container(container)
              .evidence(container.endEvidence(end))
              .build());
    }
  }

  /** Files of a memory volume count as the container's memory. */
  private static void tmpfs(ContainerView container, Terminated end, Consumer<Finding> found) {
    ContainerSpec spec = container.spec();
    if (spec == null) {
      return;
    }
    for (ContainerSpec.Mount mount : spec.mounts()) {
      for (PodSpec.Volume volume : container.pod().pod().spec().volumes()) {
        if (volume.name().equals(mount.volume()) && volume.medium().equals("Memory")) {
          found.accept(
              Finding.of("OOM.TmpfsCounted", Confidence.LIKELY)
                  .container(container)
                  .evidence(container.endEvidence(end))
                  .evidence(
                      container.pod().path("spec.volumes[" + volume.name() + "].emptyDir.medium"),
                      "Memory",
                      null)
                  .value("volume", volume.name())
                  .value("mount_path", mount.path())
                  .value("size_limit", volume.sizeLimit())
                  .build());
          return;
        }
      }
    }
  }
}
