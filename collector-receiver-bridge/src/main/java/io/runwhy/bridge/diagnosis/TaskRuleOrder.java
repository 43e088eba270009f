package io.runwhy.bridge.diagnosis;

import java.util.List;

/** The decision order for tasks of Amazon ECS; a test holds it. */
final class TaskRuleOrder {
  static final List<TaskRule> STANDARD = List.of();

  private TaskRuleOrder() {}
}
