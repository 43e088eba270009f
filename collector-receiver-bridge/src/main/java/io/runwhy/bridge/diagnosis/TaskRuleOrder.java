package io.runwhy.bridge.diagnosis;

import java.util.List;

/**
 * The decision order for tasks of Amazon ECS: the first likely hit wins. A stop from outside
 * explains exit codes, never the reverse. A test holds the order.
 */
final class TaskRuleOrder {
  static final List<TaskRule> STANDARD =
      List.of(
          // nothing is known any more, or what is known is old
          new TaskLost(),
          new TaskHostSilent(),
          // somebody else stops it
          new TaskStuckStopping(),
          new TaskStops(),
          // memory, by the runtime's own record
          new TaskOom(),
          // it never started
          new TaskStartFailed(),
          new TaskNeverRan(),
          new TaskNotPlaced(),
          // something new stopped it
          new TaskStoppedOtherwise(),
          // it ended by itself
          new TaskProcessEnded(),
          new TaskSidecars(),
          // it waits
          new TaskWaits(),
          // nothing better is known
          new TaskUnexplained());

  private TaskRuleOrder() {}
}
