package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.ContainerAttempt;
import io.runwhy.bridge.model.ContainerState;
import io.runwhy.bridge.model.ContainerState.Running;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.ContainerState.Waiting;
import io.runwhy.bridge.model.ContainerStatus;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.PodHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one pod so far. Not thread-safe. Collections stay null until needed: most pods
 * are healthy.
 */
final class PodFold {
  /**
   * Ended container attempts kept per pod; the oldest of the middle go first, the first one stays.
   */
  static final int MAX_ENDED = 40;

  private static final Set<String> NO_CAUSE =
      Set.of("", "ContainerCreating", "PodInitializing", "CrashLoopBackOff");

  private final int attempt;
  private Pod pod;
  private List<ContainerAttempt> ended = List.of();
  private Map<String, Waiting> remembered = Map.of();
  private List<String> seenRunning = List.of();
  private @Nullable Instant deletionRequestedAt;
  private boolean deleted;
  private boolean staleDelete;
  private int droppedEnds;

  PodFold(int attempt, Pod pod) {
    this.attempt = attempt;
    this.pod = pod;
    see(pod);
  }

  Pod pod() {
    return pod;
  }

  /** Ended container attempts forgotten since this was last asked. */
  int takeDroppedEnds() {
    int taken = droppedEnds;
    droppedEnds = 0;
    return taken;
  }

  boolean isDeleted() {
    return deleted;
  }

  /** Whether nothing more can come of it. */
  boolean isOver() {
    return deleted || pod.isTerminal();
  }

  void see(Pod version) {
    pod = version;
    if (deletionRequestedAt == null && version.deletionTimestamp() != null) {
      Long grace = version.deletionGracePeriodSeconds();
      deletionRequestedAt = version.deletionTimestamp().minusSeconds(grace == null ? 0 : grace);
    }
    for (ContainerStatus status : version.statuses()) {
      see(status);
    }
  }

  /**
   * The object is gone.
   *
   * @param stale whether {@code last} may be older than the deletion; it then never replaces what
   *     was seen
   */
  void gone(Pod last, boolean stale) {
    if (!stale) {
      see(last);
    }
    deleted = true;
    staleDelete = stale;
  }

  PodHistory history() {
    return new PodHistory(
        attempt, pod, ended, remembered, seenRunning, deletionRequestedAt, deleted, staleDelete);
  }

  private void see(ContainerStatus status) {
    Terminated last = status.lastState();
    if (last != null) {
      end(status.name(), Math.max(0, status.restartCount() - 1), last);
    }
    ContainerState state = status.state();
    if (state instanceof Terminated now) {
      end(status.name(), status.restartCount(), now);
      if (now.startedAt() != null && !now.reason().equals("StartError")) {
        running(status.name());
      }
    } else if (state instanceof Running) {
      running(status.name());
    } else if (state instanceof Waiting waiting) {
      remember(status.name(), waiting);
    }
  }

  private void running(String container) {
    if (!seenRunning.contains(container)) {
      List<String> more = new ArrayList<>(seenRunning);
      more.add(container);
      seenRunning = List.copyOf(more);
    }
  }

  /**
   * Keeps the last waiting text that names a cause; a bare back-off says less than the error before
   * it.
   */
  private void remember(String container, Waiting waiting) {
    if (NO_CAUSE.contains(waiting.reason())) {
      return;
    }
    Waiting known = remembered.get(container);
    boolean bareBackOff =
        waiting.reason().equals("ImagePullBackOff") && !waiting.message().contains(": ");
    if (waiting.equals(known) || (known != null && bareBackOff)) {
      return;
    }
    Map<String, Waiting> more = new HashMap<>(remembered);
    more.put(container, waiting);
    remembered = Map.copyOf(more);
  }

  private void end(String container, int index, Terminated end) {
    for (int i = 0; i < ended.size(); i++) {
      ContainerAttempt known = ended.get(i);
      if (known.container().equals(container) && isSame(known, index, end)) {
        if (!known.end().equals(end)) {
          List<ContainerAttempt> changed = new ArrayList<>(ended);
          changed.set(i, new ContainerAttempt(container, known.index(), end));
          ended = List.copyOf(changed);
        }
        return;
      }
    }
    List<ContainerAttempt> more = new ArrayList<>(ended);
    more.add(new ContainerAttempt(container, index, end));
    if (more.size() > MAX_ENDED) {
      more.remove(1);
      droppedEnds++;
    }
    ended = List.copyOf(more);
  }

  private static boolean isSame(ContainerAttempt known, int index, Terminated end) {
    String id = known.end().containerId();
    return (id.isEmpty() || end.containerId().isEmpty())
        ? known.index() == index
        : id.equals(end.containerId());
  }
}
