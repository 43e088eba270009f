package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.model.EvidenceRequest.LogRef;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskDefinition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the log of a container is, or why it is nowhere to be read. */
sealed interface LogPlace {

  /**
   * A stream of CloudWatch Logs.
   *
   * @param region empty for the Region of the clusters
   * @param stream empty when its name cannot be known: then it is to be guessed by its time
   * @param mode delivery mode of the driver; empty for the default
   * @param guessed whether the name was guessed
   * @param from no event of the task is older; null when not known
   * @param to no event of the task is younger; null when not known
   */
  record Stream(
      String group,
      String region,
      String stream,
      String mode,
      boolean guessed,
      @Nullable Instant from,
      @Nullable Instant to)
      implements LogPlace {
    Stream named(String guess) {
      return new Stream(group, region, guess, mode, true, from, to);
    }
  }

  /** Nothing can be read; {@code why} is for a person. */
  record None(String why) implements LogPlace {}

  /** It goes through a log router in the same task. {@code router} is empty when none is found. */
  record Routed(String why, String router) implements LogPlace {}

  /** How long after the end of a task the driver may still write. */
  Duration AFTER_END = Duration.ofMinutes(1);

  /** Finds the place. Pure. */
  static LogPlace of(Task task, TaskDefinition definition, LogRef ref) {
    boolean same = ref.attemptUid().equals(task.arn());
    Task.Container ran = same ? task.container(ref.container()).orElse(null) : null;
    if (same && !started(task, ran)) {
      return new None("No log is expected: the container never started.");
    }
    TaskDefinition.Container container = definition.container(ref.container()).orElse(null);
    if (container == null) {
      return new None(
          "No log is known: ECS itself added the container "
              + ref.container()
              + ", the task definition "
              + task.definition()
              + " does not have it.");
    }
    TaskDefinition.Log log = container.log();
    if (log == null) {
      return new None(UnreadableLogs.notConfigured(task, ref));
    }
    return switch (log.driver()) {
      case "awslogs" -> stream(task, log, ref, same);
      case "awsfirelens" -> UnreadableLogs.routed(definition, ref);
      default -> new None(UnreadableLogs.driver(task, log.driver(), ref));
    };
  }

  private static boolean started(Task task, Task.@Nullable Container container) {
    return container != null
        && (container.exitCode() != null
            || (task.startedAt() != null && !container.runtimeId().isEmpty()));
  }

  private static LogPlace stream(Task task, TaskDefinition.Log log, LogRef ref, boolean same) {
    if (log.group().isEmpty()) {
      return new None(
          "The log could not be found: the task definition "
              + task.definition()
              + " names no awslogs-group for "
              + ref.container()
              + ".");
    }
    String region = log.region().isEmpty() ? task.region() : log.region();
    String stream =
        log.prefix().isEmpty()
            ? ref.containerId()
            : log.prefix() + '/' + ref.container() + '/' + ref.name();
    Instant begin = task.startedAt() == null ? task.createdAt() : task.startedAt();
    Instant end = task.stoppedAt();
    return new Stream(
        log.group(),
        region,
        stream,
        log.options().getOrDefault("mode", ""),
        false,
        same ? begin : null,
        same && end != null ? end.plus(AFTER_END) : null);
  }
}
