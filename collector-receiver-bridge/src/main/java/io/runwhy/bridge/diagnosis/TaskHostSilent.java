package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerInstance;
import io.runwhy.bridge.model.Task;
import java.time.Instant;
import java.util.function.Consumer;

/** The agent of the host is not connected: what ECS says of the task is old. */
final class TaskHostSilent implements TaskRule {
  @Override
  public String name() {
    return "host-silent";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    Task task = view.task();
    if (view.isStopped() || view.history().lost() || view.isStopping()) {
      return;
    }
    Instant since = task.connectivityAt();
    boolean taskSays = task.connectivity().equals("DISCONNECTED");
    boolean forLong = since == null || view.isPast(since, TaskBudgets.create(view.run().budgets()));
    ContainerInstance host = view.instance();
    boolean hostSays =
        host != null
            && Boolean.FALSE.equals(host.agentConnected())
            && task.lastStatus().equals("PENDING")
            && view.isPast(task.createdAt(), TaskBudgets.create(view.run().budgets()));
    if (!(taskSays && forLong) && !hostSays) {
      return;
    }
    Finding.Builder builder = Finding.of("Host.AgentLost", Confidence.LIKELY).task(view);
    if (taskSays) {
      builder
          .evidence(view.path("connectivity"), task.connectivity(), since)
          .value("waited", view.since(since));
    }
    if (hostSays && host != null) {
      builder.evidence(
          "container-instance/" + builder.valueOf("instance") + " agentConnected", "false", null);
    }
    found.accept(builder.evidence(view.path("lastStatus"), task.lastStatus(), null).build());
  }
}
