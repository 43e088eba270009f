package io.runwhy.bridge.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a Job object.
 *
 * @param owner its CronJob or another controller
 * @param queueName label {@code kueue.x-k8s.io/queue-name}, else empty
 * @param template the pod template's spec
 * @param podFailurePolicy whether the Job has one
 */
public record Job(
    String uid,
    String namespace,
    String name,
    @Nullable ObjectRef owner,
    @Nullable Instant creationTimestamp,
    @Nullable Instant deletionTimestamp,
    boolean suspend,
    @Nullable Integer completions,
    @Nullable Integer parallelism,
    @Nullable Integer backoffLimit,
    @Nullable Long activeDeadlineSeconds,
    @Nullable Long ttlSecondsAfterFinished,
    String queueName,
    boolean podFailurePolicy,
    PodSpec template,
    @Nullable Instant startTime,
    @Nullable Instant completionTime,
    int active,
    int succeeded,
    int failed,
    String failedIndexes,
    List<Condition> conditions) {

  public Job {
    conditions = List.copyOf(conditions);
  }

  /** The condition of this type if its status is True. */
  public Optional<Condition> trueCondition(String type) {
    return conditions.stream().filter(c -> c.type().equals(type) && c.isTrue()).findFirst();
  }

  public boolean isComplete() {
    return trueCondition("Complete").isPresent() || trueCondition("SuccessCriteriaMet").isPresent();
  }

  public boolean isFailed() {
    return trueCondition("Failed").isPresent();
  }
}
