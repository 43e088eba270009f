package io.runwhy.bridge.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything seen of one pod: one attempt of a run.
 *
 * @param attempt 1-based number of the attempt
 * @param pod the last version seen
 * @param ended every ended container attempt seen, oldest first
 * @param rememberedWaiting by container, the last waiting text that named a cause
 * @param seenRunning containers that were seen running at least once
 * @param deletionRequestedAt when deletion was first asked for; null when it was not
 * @param deleted whether the object is gone
 * @param staleDelete whether the last version may be older than the deletion (a gap in the watch)
 */
public record PodHistory(
    int attempt,
    Pod pod,
    List<ContainerAttempt> ended,
    Map<String, ContainerState.Waiting> rememberedWaiting,
    List<String> seenRunning,
    @Nullable Instant deletionRequestedAt,
    boolean deleted,
    boolean staleDelete) {
  public PodHistory {
    ended = List.copyOf(ended);
    rememberedWaiting = Map.copyOf(rememberedWaiting);
    seenRunning = List.copyOf(seenRunning);
  }
}
