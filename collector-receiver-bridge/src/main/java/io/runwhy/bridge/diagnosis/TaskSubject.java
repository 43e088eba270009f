package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Task;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which task of a run the question is about. Of attempts that follow each other it is the newest;
 * of tasks that run side by side it is the one that fell first, since it takes the others with it.
 */
final class TaskSubject {
  private TaskSubject() {}

  static Optional<TaskView> of(TaskRunView run) {
    List<TaskView> tasks = run.tasks();
    if (tasks.isEmpty()) {
      return Optional.empty();
    }
    TaskView newest = tasks.get(tasks.size() - 1);
    TaskView first = null;
    for (TaskView task : tasks) {
      if (overlap(task, newest) && hasFallen(task) && (first == null || isEarlier(task, first))) {
        first = task;
      }
    }
    return Optional.of(first == null ? newest : first);
  }

  private static boolean hasFallen(TaskView task) {
    return task.isStopped() && !task.endedWell();
  }

  private static boolean isEarlier(TaskView task, TaskView other) {
    Instant end = end(task.task());
    Instant otherEnd = end(other.task());
    return end != null && (otherEnd == null || end.isBefore(otherEnd));
  }

  /** Whether both worked at the same time; a task works, or tries to, until it is asked to stop. */
  private static boolean overlap(TaskView a, TaskView b) {
    if (a.equals(b)) {
      return true;
    }
    Instant startA = start(a.task());
    Instant startB = start(b.task());
    return startA != null && startB != null && isBefore(startA, b) && isBefore(startB, a);
  }

  private static boolean isBefore(Instant time, TaskView task) {
    Instant end = end(task.task());
    return end == null ? !task.isStopped() : time.isBefore(end);
  }

  private static @Nullable Instant start(Task task) {
    return task.startedAt() == null ? task.createdAt() : task.startedAt();
  }

  private static @Nullable Instant end(Task task) {
    return Stream.of(
            Optional.ofNullable(task.executionStoppedAt()),
            Optional.ofNullable(task.stoppingAt()),
            Optional.ofNullable(task.stoppedAt()))
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .orElse(null);
  }
}
