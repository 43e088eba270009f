package io.runwhy.bridge.answer;

import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.Task;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far documents of AWS reach: nobody knows what became of a task since. */
final class TaskTimes {
  private TaskTimes() {}

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
