package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.ContainerAttempt;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.ContainerStatus;
import io.runwhy.bridge.model.EvidenceRequest.LogRef;
import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.PodHistory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which container attempts' logs to read, and whether each is the current or the previous one. The
 * status decides by container id, never by trying: {@code state.terminated} is the current log,
 * {@code lastState.terminated} the previous one, and older ones are gone.
 */
final class PodLogPlan {
  private PodLogPlan() {}

  static List<LogRef> wanted(KubernetesHistory history, LogChoice choice) {
    List<LogRef> refs = new ArrayList<>();
    for (PodHistory pod : history.pods()) {
      if (!pod.deleted()) {
        boolean stopped = pod.deletionRequestedAt() != null || pod.pod().phase().equals("Failed");
        for (ContainerAttempt attempt : pod.ended()) {
          LogRef ref = ref(pod, attempt);
          Terminated end = attempt.end();
          boolean abnormal = stopped || end.exitCode() != 0 || !end.reason().equals("Completed");
          if (ref != null && ran(end) && choice.wants(abnormal)) {
            refs.add(ref);
          }
        }
      }
    }
    return refs;
  }

  /** A process that never ran wrote nothing. */
  private static boolean ran(Terminated end) {
    return end.startedAt() != null && !end.reason().equals("ContainerStatusUnknown");
  }

  private static @Nullable LogRef ref(PodHistory pod, ContainerAttempt attempt) {
    ContainerStatus status = pod.pod().status(attempt.container()).orElse(null);
    if (status == null) {
      return null;
    }
    if (status.state() instanceof Terminated now && isSame(now, attempt.end())) {
      return ref(pod, attempt, false);
    }
    Terminated last = status.lastState();
    return last != null && isSame(last, attempt.end()) ? ref(pod, attempt, true) : null;
  }

  private static boolean isSame(Terminated a, Terminated b) {
    return a.containerId().isEmpty() ? a.equals(b) : a.containerId().equals(b.containerId());
  }

  private static LogRef ref(PodHistory pod, ContainerAttempt attempt, boolean previous) {
    return new LogRef(
        pod.pod().uid(),
        pod.pod().name(),
        attempt.container(),
        attempt.index(),
        attempt.end().containerId(),
        previous);
  }
}
