package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.StageBudgets;
import java.time.Duration;

/** How long each wait of a task may last, from the budgets of the stages. */
final class TaskBudgets {
  /** Fargate gives up on a network interface after about three minutes. */
  static final Duration INTERFACE = Duration.ofMinutes(3);

  /** Images of several GiB take their time. */
  static final Duration LONG_PULL = Duration.ofMinutes(10);

  /** A health check has several tries, with pauses. */
  static final Duration HEALTH = Duration.ofMinutes(10);

  private TaskBudgets() {}

  /** PROVISIONING, until a capacity provider has brought a host. */
  static Duration host(StageBudgets budgets) {
    return budgets.schedule();
  }

  /** PROVISIONING on Fargate. */
  static Duration networkInterface(StageBudgets budgets) {
    return shorter(budgets.create(), INTERFACE);
  }

  /** PENDING on a host without a pull; a container that waits for one that has stopped. */
  static Duration create(StageBudgets budgets) {
    return budgets.create();
  }

  static Duration pull(StageBudgets budgets) {
    return longer(budgets.pull(), LONG_PULL);
  }

  /** PENDING or ACTIVATING until another container is healthy. */
  static Duration health(StageBudgets budgets) {
    return longer(budgets.connect(), HEALTH);
  }

  /** From the request to stop: the grace of the slowest container, and what comes after it. */
  static Duration stopping(TaskView view) {
    long grace =
        view.containers().stream()
            .mapToLong(c -> TaskContainerValues.stopTimeout(c.definition()))
            .max()
            .orElse(TaskContainerValues.DEFAULT_STOP_TIMEOUT);
    return view.run().budgets().stop().plusSeconds(grace);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
