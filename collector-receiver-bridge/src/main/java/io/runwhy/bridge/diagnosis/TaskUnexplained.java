package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.Task;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Nothing names a cause: the times say how far the task came. Of a workload that ran only a stop
 * from outside is told; its end has a code, or is not known.
 */
final class TaskUnexplained implements TaskRule {
  /** Codes of ends that the task brought about itself. */
  private static final Set<String> OWN =
      Set.of("", "TaskFailedToStart", "EssentialContainerExited");

  @Override
  public String name() {
    return "unexplained";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    Task task = view.task();
    if (!view.isStopped() || view.isStoppedFromOutside() || view.endedWell() || isTold(view)) {
      return;
    }
    Fingerprint fingerprint = view.fingerprint();
    if (fingerprint != Fingerprint.RUN) {
      Finding.Builder builder = Finding.of(fingerprint.code(), Confidence.LIKELY).task(view);
      view.mains().stream().limit(1).forEach(builder::container);
      if (!StartCause.isBare(task)) {
        builder.value("text", Texts.quote(EcsText.inner(task.stoppedReason())));
      }
      view.stopEvidence().forEach(builder::evidence);
      found.accept(builder.evidence(times(view)).build());
    } else if (isStopOfUnknownKind(task)) {
      Finding.Builder builder = Finding.of("Disruption.Other", Confidence.LIKELY).task(view);
      view.stopEvidence().forEach(builder::evidence);
      found.accept(builder.build());
    }
  }

  /** Whether another rule has a text or a code of its own to tell. */
  private static boolean isTold(TaskView view) {
    boolean text =
        TaskTexts.of(view).stream()
            .anyMatch(s -> StartCause.match(s.text(), java.util.List.of()) != null);
    boolean code = view.containers().stream().anyMatch(TaskContainerView::hasCodeOfItsOwn);
    boolean memory = view.containers().stream().anyMatch(TaskContainerView::isOutOfMemory);
    return text || code || memory;
  }

  /** A stop code that is new, or words that are nobody's, where the stop came before the end. */
  private static boolean isStopOfUnknownKind(Task task) {
    if (!OWN.contains(task.stopCode())) {
      return true;
    }
    Instant asked = task.stoppingAt();
    Instant ended = task.executionStoppedAt();
    return task.stopCode().isEmpty()
        && !StartCause.isBare(task)
        && asked != null
        && (ended == null || asked.isBefore(ended));
  }

  /** How far it came. */
  private static Evidence times(TaskView view) {
    Task task = view.task();
    Instant last =
        Stream.of(task.pullStoppedAt(), task.pullStartedAt(), task.createdAt())
            .filter(t -> t != null)
            .findFirst()
            .orElse(null);
    String missing =
        task.pullStartedAt() == null
            ? "pullStartedAt"
            : task.pullStoppedAt() == null ? "pullStoppedAt" : "startedAt";
    return new Evidence(view.path(missing), "none", last);
  }
}
