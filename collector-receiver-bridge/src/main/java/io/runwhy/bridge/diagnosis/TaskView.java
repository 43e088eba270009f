package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskHistory;

/** One ECS task with the questions that rules ask of it. */
final class TaskView {
  private final TaskRunView run;
  private final TaskHistory history;

  TaskView(TaskRunView run, TaskHistory history, Roles roles) {
    this.run = run;
    this.history = history;
  }

  TaskRunView run() {
    return run;
  }

  TaskHistory history() {
    return history;
  }

  Task task() {
    return history.task();
  }

  int attempt() {
    return history.attempt();
  }
}
