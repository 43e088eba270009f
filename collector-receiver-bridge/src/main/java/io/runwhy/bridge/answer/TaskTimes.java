package io.runwhy.bridge.answer;

import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far documents of AWS reach: nobody knows what became of a task since. */
final class TaskTimes {
  private TaskTimes() {}

  /** Documents whose newest time is older than this were saved; younger ones may be as of now. */
  static final Duration SAVED = Duration.ofDays(1);

  /**
   * When the question is asked of the documents: now; of saved ones a moment after their newest
   * time, since nobody knows what became of them.
   */
  static Instant asked(List<Observation.OfRun> observations, Instant now) {
    Instant newest = newest(observations, now);
    return newest.plus(SAVED).isBefore(now) ? newest.plusSeconds(60) : now;
  }

  /** The newest time that the observations name, before {@code now}; else {@code now}. */
  static Instant newest(List<Observation.OfRun> observations, Instant now) {
    return observations.stream()
        .flatMap(TaskTimes::times)
        .filter(Objects::nonNull)
        .filter(t -> t.isBefore(now))
        .max(Instant::compareTo)
        .orElse(now);
  }

  private static Stream<@Nullable Instant> times(Observation.OfRun observation) {
    if (observation instanceof Observation.SubmitRefused refused) {
      return Stream.of(refused.failure().at());
    }
    if (!(observation instanceof Observation.TaskSeen seen)) {
      return Stream.empty();
    }
    Task t = seen.task();
    return Stream.of(
        t.createdAt(),
        t.pullStartedAt(),
        t.pullStoppedAt(),
        t.startedAt(),
        t.stoppingAt(),
        t.executionStoppedAt(),
        t.stoppedAt(),
        t.connectivityAt());
  }
}
