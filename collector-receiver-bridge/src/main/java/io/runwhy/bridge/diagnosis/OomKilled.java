package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.ContainerState.Terminated;
import java.time.Instant;
import java.util.function.Consumer;

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
      if (now != null && isOom(now) && !afterDisruption(pod, now)) {
        found.accept(finding(container, now, code(container, now)));
      } else if (last != null && isOom(last)) {
        boolean recovered = container.isRunning() || container.succeeded();
        found.accept(
            finding(container, last, recovered ? "OOM.EarlierRestart" : code(container, last)));
      }
    }
  }

  private static boolean isOom(Terminated end) {
    return end.reason().equals("OOMKilled");
  }

  private static boolean afterDisruption(PodView pod, Terminated end) {
    Instant finished = end.finishedAt();
    return finished != null
        && pod.disruption()
            .map(Condition::lastTransition)
            .filter(t -> finished.isAfter(t.plus(PodView.CLOCK_TOLERANCE)))
            .isPresent();
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

  private static Finding finding(ContainerView container, Terminated end, String code) {
    Confidence confidence =
        code.equals("OOM.ProcessInContainer") ? Confidence.LIKELY : Confidence.CONFIRMED;
    Finding.Builder builder =
        Finding.of(code, confidence)
            .container(container)
            .evidence(container.endEvidence(end))
            .value("exit_code", Integer.toString(end.exitCode()))
            .value(
                "restarts",
                container.restartCount() == 0 ? "" : Integer.toString(container.restartCount()));
    String limit = container.limit("memory");
    if (!limit.isEmpty()) {
      builder
          .evidence(
              container
                  .pod()
                  .path("spec.containers[" + container.name() + "].resources.limits.memory"),
              limit,
              null)
          .value("proposed_memory", Quantity.propose(limit));
    }
    if (container.is(ContainerRole.INIT)) {
      builder.value("init", "true");
    }
    return builder.build();
  }
}
