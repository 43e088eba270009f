package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Task;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Something outside stopped the task, and it is none of what is known: a stop code that is new, or
 * words that are nobody's.
 */
final class TaskStoppedOtherwise implements TaskRule {
  /** Codes of ends that the task brought about itself. */
  private static final Set<String> OWN = Set.of("TaskFailedToStart", "EssentialContainerExited");

  @Override
  public String name() {
    return "stopped-otherwise";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    boolean known =
        view.isStoppedFromOutside()
            || OWN.contains(view.task().stopCode())
            || view.fingerprint() != Fingerprint.RUN
            || view.mains().stream().anyMatch(TaskContainerView::hasCodeOfItsOwn);
    if (view.isStopped() && !known && isStopped(view)) {
      Finding.Builder builder = Finding.of("Disruption.Other", Confidence.LIKELY).task(view);
      view.stopEvidence().forEach(builder::evidence);
      found.accept(builder.build());
    }
  }

  /** Without a code the words and the times must speak for it: the stop came before the end. */
  private static boolean isStopped(TaskView view) {
    Task task = view.task();
    Instant asked = task.stoppingAt();
    Instant ended = task.executionStoppedAt();
    return !task.stopCode().isEmpty()
        || (!view.endedWell()
            && !StartCause.isBare(task)
            && StartCause.match(task.stoppedReason(), java.util.List.of()) == null
            && asked != null
            && (ended == null || asked.isBefore(ended)));
  }
}
