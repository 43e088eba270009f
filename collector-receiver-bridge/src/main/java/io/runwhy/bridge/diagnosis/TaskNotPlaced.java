package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Task;
import io.runwhy.conventions.refusal.EcsNames;
import io.runwhy.conventions.refusal.TaskRefusals;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** No host was found for the task, or none that could take it. */
final class TaskNotPlaced implements TaskRule {
  private static final PatternTable TABLE = PatternTable.load("ecs-placement");

  private static final String PREFIX = "taskfailedtostart:";

  @Override
  public String name() {
    return "not-placed";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    Task task = view.task();
    String reason = task.stoppedReason();
    boolean failed = reason.toLowerCase(Locale.ROOT).startsWith(PREFIX);
    if (!view.isStopped() || task.startedAt() != null || reason.isEmpty()) {
      return;
    }
    PatternTable.Match match = match(reason, failed);
    boolean unknown = failed && StartCause.match(reason, java.util.List.of()) == null;
    if (match == null && !unknown) {
      return;
    }
    Finding.Builder builder =
        (match == null
                ? Finding.of("Capacity.Other", Confidence.CONFIRMED)
                : Finding.of(match, "Capacity.Other"))
            .task(view)
            .values(EcsNames.of(reason))
            .value("text", TaskRefusals.told(match != null, EcsText.inner(reason)))
            .value("waited", waited(task));
    view.stopEvidence().forEach(builder::evidence);
    StartCause.retry(builder);
    found.accept(builder.build());
  }

  /** Single words decide only behind the words that ECS puts in front of them. */
  private static PatternTable.@Nullable Match match(String reason, boolean failed) {
    PatternTable.Match match = TABLE.first(reason);
    boolean word =
        match != null
            && (match.code().equals("Capacity.Attribute")
                || match.code().equals("Capacity.Location")
                || match.code().equals("Capacity.AgentDisconnected"));
    return word && !failed ? null : match;
  }

  private static String waited(Task task) {
    Instant end = task.stoppingAt() == null ? task.stoppedAt() : task.stoppingAt();
    return task.createdAt() == null || end == null || !end.isAfter(task.createdAt())
        ? ""
        : Texts.duration(Duration.between(task.createdAt(), end));
  }
}
