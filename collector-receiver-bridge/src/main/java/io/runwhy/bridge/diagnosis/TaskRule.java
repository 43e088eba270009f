package io.runwhy.bridge.diagnosis;

import java.util.function.Consumer;

/** One question to an ECS task. Pure; reports every hit it has, the most telling first. */
interface TaskRule {
  /** A stable name for tests and the order's data. */
  String name();

  void find(TaskView task, Consumer<Finding> found);

  /** Whether it is asked only where no rule above it has a hit. */
  default boolean isLastResort() {
    return false;
  }
}
