package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Task;
import java.time.Duration;
import java.time.Instant;

/** How far a task came, by the times that it has: where no text tells, this does. */
enum Fingerprint {
  /** No host was found. */
  PLACE("Capacity.Other"),
  /** Network interface, secrets, volumes: before any pull. */
  PREPARE("TaskInit.Other"),
  PULL("Image.Other"),
  /** Images are there, the containers are not. */
  START("Start.Other"),
  /** The workload ran. */
  RUN("");

  /** A task that ends this soon after its pull has failed in it. */
  static final Duration AT_ONCE = Duration.ofSeconds(2);

  private final String code;

  Fingerprint(String code) {
    this.code = code;
  }

  /** The code of what nothing else is known of; empty for a workload that ran. */
  String code() {
    return code;
  }

  static Fingerprint of(Task task) {
    boolean ran = task.containers().stream().anyMatch(c -> c.exitCode() != null);
    // A stop code that speaks of an end says that something ran, whatever else is left out.
    if (task.startedAt() != null || ran || task.stopCode().equals("EssentialContainerExited")) {
      return RUN;
    }
    if (task.pullStartedAt() == null) {
      return task.containers().isEmpty() ? PLACE : PREPARE;
    }
    return task.pullStoppedAt() == null || endedInPull(task, task.pullStoppedAt()) ? PULL : START;
  }

  private static boolean endedInPull(Task task, Instant pulled) {
    Instant end = task.stoppingAt() == null ? task.stoppedAt() : task.stoppingAt();
    return end != null
        && !end.isAfter(pulled.plus(AT_ONCE))
        && task.containers().stream().allMatch(c -> c.runtimeId().isEmpty());
  }
}
