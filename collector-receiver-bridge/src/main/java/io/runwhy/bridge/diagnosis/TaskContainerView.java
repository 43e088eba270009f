package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskDefinition;
import io.runwhy.conventions.refusal.TextPattern;
import org.jspecify.annotations.Nullable;

/** One container of an ECS task with the questions that rules ask of it. */
final class TaskContainerView {
  private final TaskView task;
  private final Task.Container seen;
  private final ContainerRole role;

  TaskContainerView(TaskView task, Task.Container seen, ContainerRole role) {
    this.task = task;
    this.seen = seen;
    this.role = role;
  }

  TaskView task() {
    return task;
  }

  Task.Container seen() {
    return seen;
  }

  String name() {
    return seen.name();
  }

  ContainerRole role() {
    return role;
  }

  boolean is(ContainerRole wanted) {
    return role == wanted;
  }

  /** Its part of the task definition; null when that was not read. */
  TaskDefinition.@Nullable Container definition() {
    TaskDefinition definition = task.definition();
    return definition == null ? null : definition.container(name()).orElse(null);
  }

  String image() {
    TaskDefinition.Container definition = definition();
    return seen.image().isEmpty() && definition != null ? definition.image() : seen.image();
  }

  String reason() {
    return seen.reason();
  }

  @Nullable Integer exitCode() {
    return seen.exitCode();
  }

  boolean isStopped() {
    return seen.lastStatus().equals("STOPPED") || (task.isStopped() && exitCode() != null);
  }

  /** Whether its code is neither success nor what a stop leaves behind. */
  boolean hasCodeOfItsOwn() {
    Integer code = exitCode();
    return code != null && code != 0 && code != 137 && code != 143;
  }

  /** Whether it never ran: the agent gives 143 to a container that it never started. */
  boolean neverRan() {
    Integer code = exitCode();
    return seen.runtimeId().isEmpty()
        && (code == null || code == 143)
        && (task.task().startedAt() == null || reason().contains("dependency graph"));
  }

  /** Whether the task is known to go on without it. */
  boolean isNotEssential() {
    TaskDefinition.Container definition = definition();
    return definition != null && !definition.essential();
  }

  /** Whether the kernel ended it, or a process in it, for memory. */
  boolean isOutOfMemory() {
    return isOutOfMemory(reason());
  }

  static boolean isOutOfMemory(String reason) {
    String lower = TextPattern.lower(reason);
    return lower.startsWith("outofmemoryerror") || lower.contains("killed due to memory usage");
  }

  /** Its log; null when there is none, or nothing could be read of it. */
  @Nullable LogTail log() {
    return tail(false);
  }

  /** Why its log could not be read, in words; empty when it was, or was not asked for. */
  String logUnavailable() {
    LogTail tail = tail(true);
    return tail == null ? "" : tail.unavailable();
  }

  private @Nullable LogTail tail(boolean unavailable) {
    return task.run().history().logs().stream()
        .filter(l -> l.attemptUid().equals(task.task().arn()) && l.container().equals(name()))
        .filter(l -> unavailable ? !l.unavailable().isEmpty() : !l.lines().isEmpty())
        .reduce((a, b) -> b)
        .orElse(null);
  }

  /** Hard limit in MiB; empty when it has only the task's. */
  String memory() {
    TaskDefinition.Container definition = definition();
    boolean defined = definition != null && definition.memory() != null;
    return seen.memory().isEmpty() && defined && definition != null
        ? String.valueOf(definition.memory())
        : seen.memory();
  }

  String path(String field) {
    return task.path("containers[" + name() + "]." + field);
  }

  Evidence reasonEvidence() {
    return new Evidence(path("reason"), Texts.quote(reason()), null);
  }

  /** Its exit code, or that there is none. */
  Evidence exitEvidence() {
    Integer code = exitCode();
    return new Evidence(
        path("exitCode"), code == null ? "none" : Integer.toString(code), task.ended());
  }
}
