package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.ContainerInstance;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskDefinition;
import io.runwhy.bridge.model.TaskHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One ECS task with the questions that rules ask of it. */
final class TaskView {
  private static final Set<String> PENDING = Set.of("PROVISIONING", "PENDING", "ACTIVATING");

  private final TaskRunView run;
  private final TaskHistory history;
  private final @Nullable TaskDefinition definition;
  private final PatternTable.@Nullable Match stop;
  private final List<TaskContainerView> containers;

  TaskView(TaskRunView run, TaskHistory history, Roles roles) {
    this.run = run;
    this.history = history;
    this.definition = run.history().definition(history.task()).orElse(null);
    this.stop = run.stop(history.task());
    Map<String, ContainerRole> byName =
        TaskRoles.of(run.history().run(), history.task(), definition, roles);
    List<TaskContainerView> views = new ArrayList<>();
    for (Task.Container seen : history.task().containers()) {
      views.add(
          new TaskContainerView(
              this, seen, byName.getOrDefault(seen.name(), ContainerRole.SIDECAR)));
    }
    this.containers = List.copyOf(views);
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

  /** What it was made from; null when that was not read. */
  @Nullable TaskDefinition definition() {
    return definition;
  }

  /** Its host; null on Fargate and when that was not read. */
  @Nullable ContainerInstance instance() {
    return run.history().instance(task()).orElse(null);
  }

  List<TaskContainerView> containers() {
    return containers;
  }

  /** The containers that are the run itself. */
  List<TaskContainerView> mains() {
    return containers.stream().filter(c -> c.is(ContainerRole.MAIN)).toList();
  }

  @Nullable TaskContainerView container(String name) {
    return containers.stream().filter(c -> c.name().equals(name)).findFirst().orElse(null);
  }

  String path(String field) {
    return "task/" + task().id() + ' ' + field;
  }

  /** What rules decide by; tasks of one outline get one answer. Empty where a log decides too. */
  String outline() {
    Task task = task();
    if (!isStopped() || !run.history().logs().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(task.definitionArn());
    text.append('|').append(task.stopCode()).append('|').append(task.stoppedReason());
    text.append('|').append(task.pullStartedAt() != null).append(task.pullStoppedAt() != null);
    text.append(task.startedAt() != null).append(task.executionStoppedAt() != null);
    for (Task.Container container : task.containers()) {
      text.append('|').append(container.name()).append(' ').append(container.exitCode());
      text.append(' ').append(container.runtimeId().isEmpty()).append(' ');
      text.append(container.reason());
    }
    for (Task.Attachment a : task.attachments()) {
      text.append('|').append(a.type()).append(a.status()).append(a.detail("statusReason"));
    }
    return text.toString();
  }

  boolean isStopped() {
    return task().isStopped();
  }

  /** Whether it has not started yet. */
  boolean isPending() {
    return PENDING.contains(task().lastStatus()) && !isStopping();
  }

  /** Whether it was asked to stop and has not stopped yet. */
  boolean isStopping() {
    return !isStopped()
        && (task().desiredStatus().equals("STOPPED") || task().lastStatus().equals("STOPPING"));
  }

  /** Who or what outside stopped it; null when nothing says so. */
  PatternTable.@Nullable Match stop() {
    return stop;
  }

  /** Whether somebody or something outside stopped it: then exit codes follow from that. */
  boolean isStoppedFromOutside() {
    return stop != null;
  }

  /** Whether all that is the run has ended with 0, and nobody stopped it. */
  boolean endedWell() {
    List<TaskContainerView> mains = mains();
    return isStopped()
        && !mains.isEmpty()
        && mains.stream().allMatch(c -> Objects.equals(c.exitCode(), 0))
        && !isStoppedFromOutside();
  }

  /** Whether all that is the run has run to an end, and nothing else is said of it. */
  boolean mainsRan() {
    List<TaskContainerView> mains = mains();
    return !mains.isEmpty()
        && mains.stream()
            .allMatch(c -> c.reason().isEmpty() && c.exitCode() != null && !c.neverRan());
  }

  Fingerprint fingerprint() {
    return Fingerprint.of(task());
  }

  /** When the workload ended, or was asked to. */
  @Nullable Instant ended() {
    return task().executionStoppedAt() == null ? task().stoppingAt() : task().executionStoppedAt();
  }

  /** How long it ran; empty when that is not known. */
  String lived() {
    Instant started = task().startedAt();
    Instant ended = ended();
    return started == null || ended == null || !ended.isAfter(started)
        ? ""
        : Texts.duration(Duration.between(started, ended));
  }

  /** How long it has lasted until now; empty when unknown. */
  String since(@Nullable Instant time) {
    return Texts.age(time, run.now());
  }

  /** Whether a time lies longer ago than a budget allows. */
  boolean isPast(@Nullable Instant since, Duration budget) {
    return since != null && since.plus(budget).isBefore(run.now());
  }

  Evidence statusEvidence() {
    Task task = task();
    Instant time = task.stoppedAt() == null ? task.createdAt() : task.stoppedAt();
    return new Evidence(path("lastStatus"), task.lastStatus(), time);
  }

  /** What ECS says of its end: the text, else the code, else the status. */
  List<Evidence> stopEvidence() {
    Task task = task();
    Instant time = task.stoppingAt() == null ? task.stoppedAt() : task.stoppingAt();
    List<Evidence> evidence = new ArrayList<>(2);
    if (!task.stoppedReason().isEmpty()) {
      evidence.add(new Evidence(path("stoppedReason"), Texts.quote(task.stoppedReason()), time));
    }
    if (!task.stopCode().isEmpty()) {
      evidence.add(new Evidence(path("stopCode"), task.stopCode(), time));
    }
    return evidence.isEmpty() ? List.of(statusEvidence()) : evidence;
  }
}
