package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The task, or one of its containers, could not be prepared, pulled, created or started: by the
 * innermost cause in stoppedReason and in every container's reason.
 */
final class TaskStartFailed implements TaskRule {
  /** What names a cause before what does not; a dependency before who waited for it. */
  private static final Comparator<Finding> MOST_TELLING =
      Comparator.comparing((Finding f) -> f.confidence() == Confidence.POSSIBLE)
          .thenComparing(f -> f.code().equals("Dependency.Failed"))
          .thenComparing(f -> f.code().endsWith(".Other"))
          .thenComparing(f -> f.role() != ContainerRole.MAIN);

  @Override
  public String name() {
    return "start-failed";
  }

  @Override
  public void find(TaskView view, Consumer<Finding> found) {
    List<Finding> all = new ArrayList<>();
    for (TaskTexts.Said said : TaskTexts.of(view)) {
      TaskContainerView container = said.container();
      boolean ended = container == null ? view.isStopped() : isEnded(container);
      if (ended && (container == null || !TaskSidecars.isAside(container))) {
        Finding.Builder builder = StartCause.finding(view, said);
        if (builder != null) {
          all.add(builder.build());
        }
      }
    }
    volumes(view, all);
    all.sort(MOST_TELLING);
    all.forEach(found);
  }

  private static boolean isEnded(TaskContainerView container) {
    return container.task().isStopped()
        || (container.seen().lastStatus().equals("STOPPED") && container.task().isPending());
  }

  private static void volumes(TaskView view, List<Finding> all) {
    for (Task.Attachment attachment : view.task().attachments()) {
      if (attachment.type().equals("AmazonElasticBlockStorage")
          && attachment.status().equals("FAILED")) {
        String reason = attachment.detail("statusReason");
        all.add(
            Finding.of("TaskInit.Volume", Confidence.CONFIRMED)
                .task(view)
                .evidence(
                    view.path("attachments[AmazonElasticBlockStorage].status"),
                    reason.isEmpty() ? "FAILED" : "FAILED: " + reason,
                    view.ended())
                .value("text", Texts.quote(reason))
                .build());
      }
    }
  }
}
