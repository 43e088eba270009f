package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.Task;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Nothing names a cause: the times say how far the task came. Of a workload that ran nothing is
 * told: its end has a code, or is not known.
 */
final class TaskUnexplained implements TaskRule {
  @Override
  public String name() {
    return "unexplained";
  }

  @Override
  public boolean isLastResort() {
    return true;
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    Task task = view.task();
    if (!view.isStopped() || view.isStoppedFromOutside() || view.endedWell()) {
      return;
    }
    Fingerprint fingerprint = view.fingerprint();
    if (fingerprint == Fingerprint.RUN) {
      return;
    }
    Finding.Builder builder = Finding.of(fingerprint.code(), Confidence.LIKELY).task(view);
    if (fingerprint == Fingerprint.PULL || fingerprint == Fingerprint.START) {
      view.mains().stream().limit(1).forEach(builder::container);
    }
    if (!StartCause.isBare(task)) {
      builder.value("text", Texts.quote(EcsText.inner(task.stoppedReason())));
    }
    view.stopEvidence().forEach(builder::evidence);
    found.accept(builder.evidence(times(view)).build());
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
