package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.StageBudgets;
import io.runwhy.bridge.model.Task;
import io.runwhy.conventions.Arns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history of a run on Amazon ECS with the questions that rules ask of it. */
final class TaskRunView implements Scene {
  private final EcsHistory history;
  private final StageBudgets budgets;
  private final Map<String, Optional<PatternTable.Match>> stops = new HashMap<>();
  private final List<TaskView> tasks;

  TaskRunView(EcsHistory history, Roles roles, StageBudgets budgets) {
    this.history = history;
    this.budgets = budgets;
    List<TaskView> views = new ArrayList<>();
    history.tasks().forEach(t -> views.add(new TaskView(this, t, roles)));
    this.tasks = List.copyOf(views);
  }

  EcsHistory history() {
    return history;
  }

  StageBudgets budgets() {
    return budgets;
  }

  Instant now() {
    return history.now();
  }

  /** Who or what stopped a task from outside, if anybody did; alike stops are read once. */
  PatternTable.@Nullable Match stop(Task task) {
    String said =
        String.join(
            "|", task.stopCode(), task.stoppedReason(), task.launchType(), task.capacityProvider());
    return stops
        .computeIfAbsent(said, s -> Optional.ofNullable(TaskStops.match(task)))
        .orElse(null);
  }

  /** One per attempt, oldest first. */
  List<TaskView> tasks() {
    return tasks;
  }

  /** The attempt that the question is about. */
  Optional<TaskView> subject() {
    return TaskSubject.of(this);
  }

  @Override
  public Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    names.put("run", history.run().name());
    names.put("cluster", history.run().namespace());
    history
        .lastTask()
        .ifPresent(
            t -> {
              names.put("region", t.task().region());
              names.put("account", Arns.account(t.task().arn()));
            });
    return names;
  }

  @Override
  public boolean isOver() {
    return history.isOver();
  }

  /** ECS ends a start that takes too long by itself: a wait is a warning here, however long. */
  @Override
  public boolean waitsTooLong(int attempt) {
    return false;
  }

  @Override
  public boolean onEcs() {
    return true;
  }
}
