package io.runwhy.bridge.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one run on Amazon ECS.
 *
 * @param tasks one per attempt, oldest first
 * @param refused calls that should have started a task and did not, oldest first
 * @param definitions the task definitions of the tasks, as far as they were read
 * @param instances hosts of the tasks, as far as they were read
 */
public record EcsHistory(
    RunIdentity run,
    List<TaskHistory> tasks,
    List<SubmitFailure> refused,
    List<TaskDefinition> definitions,
    List<ContainerInstance> instances,
    List<LogTail> logs,
    List<String> missing,
    Instant now,
    Instant seenUntil)
    implements RunHistory {
  public EcsHistory {
    tasks = List.copyOf(tasks);
    refused = List.copyOf(refused);
    definitions = List.copyOf(definitions);
    instances = List.copyOf(instances);
    logs = List.copyOf(logs);
    missing = List.copyOf(missing);
  }

  public Optional<TaskHistory> lastTask() {
    return tasks.isEmpty() ? Optional.empty() : Optional.of(tasks.get(tasks.size() - 1));
  }

  @Override
  public int attempts() {
    return lastTask().map(TaskHistory::attempt).orElse(0);
  }

  @Override
  public int attemptOf(String uid) {
    return tasks.stream()
        .filter(t -> t.task().arn().equals(uid))
        .mapToInt(TaskHistory::attempt)
        .findFirst()
        .orElse(0);
  }

  /** Whether every task has stopped; or, where there is none, whether its start was refused. */
  public boolean isOver() {
    return tasks.isEmpty()
        ? !refused.isEmpty()
        : tasks.stream().allMatch(t -> t.task().isStopped() || t.lost());
  }

  /** The definition that a task was made from, if it was read. */
  public Optional<TaskDefinition> definition(Task task) {
    return definitions.stream().filter(d -> d.arn().equals(task.definitionArn())).findFirst();
  }

  /** The host of a task, if it was read. */
  public Optional<ContainerInstance> instance(Task task) {
    return instances.stream().filter(i -> i.arn().equals(task.containerInstanceArn())).findFirst();
  }
}
