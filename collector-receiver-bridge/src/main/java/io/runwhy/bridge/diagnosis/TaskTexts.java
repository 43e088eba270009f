package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts in which a task says why it did not start: the reasons of its containers, and
 * stoppedReason. On Fargate both are the same text, cut at different places; on EC2 only the
 * containers tell.
 */
final class TaskTexts {
  /** Characters that two cuts of one text share at least. */
  private static final int SAME = 40;

  private TaskTexts() {}

  /**
   * One text.
   *
   * @param container whose it is; null when nothing says
   */
  record Said(String text, @Nullable TaskContainerView container, Evidence evidence) {}

  /** All texts, those of the main containers first; the same text once. */
  static List<Said> of(TaskView task) {
    List<TaskContainerView> ordered = new ArrayList<>(task.mains());
    task.containers().stream().filter(c -> !ordered.contains(c)).forEach(ordered::add);
    String whole = task.task().stoppedReason();
    boolean told = false;
    List<Said> all = new ArrayList<>();
    for (TaskContainerView container : ordered) {
      if (!container.reason().isEmpty()) {
        boolean longer =
            isSame(container.reason(), whole) && whole.length() > container.reason().length();
        told |= isSame(container.reason(), whole);
        all.add(
            longer
                ? new Said(whole, container, task.stopEvidence().get(0))
                : new Said(container.reason(), container, container.reasonEvidence()));
      }
    }
    if (!told && !whole.isEmpty() && !task.isStoppedFromOutside()) {
      all.add(new Said(whole, owner(task, whole), task.stopEvidence().get(0)));
    }
    return all;
  }

  private static boolean isSame(String a, String b) {
    String shorter = a.length() < b.length() ? a : b;
    String longer = a.length() < b.length() ? b : a;
    String begin = shorter.replaceFirst("(?:\\.\\.\\.|…)$", "");
    return begin.length() >= Math.min(SAME, longer.length()) && longer.startsWith(begin);
  }

  /** The container whose image, secret or log group a text names, or the only one. */
  private static @Nullable TaskContainerView owner(TaskView task, String text) {
    if (task.containers().size() == 1) {
      return task.containers().get(0);
    }
    List<TaskContainerView> named =
        task.containers().stream().filter(c -> isNamed(c, text)).toList();
    return named.size() == 1 ? named.get(0) : null;
  }

  private static boolean isNamed(TaskContainerView container, String text) {
    TaskDefinition.Container definition = container.definition();
    if (!container.image().isEmpty() && text.contains(container.image())) {
      return true;
    }
    return definition != null
        && (definition.secrets().stream().anyMatch(s -> text.contains(s.valueFrom()))
            || definition.environmentFiles().stream().anyMatch(text::contains));
  }
}
