package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.StageBudgets;
import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.bridge.model.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From the history of a run on Amazon ECS to a verdict. */
final class TaskDiagnoser {
  /** Other tasks of the run that are asked too: the newest. */
  static final int EARLIER_LIMIT = 50;

  private final List<TaskRule> rules;
  private final Wording wording;
  private final Roles roles;
  private final StageBudgets budgets;

  TaskDiagnoser(List<TaskRule> rules, Wording wording, Roles roles, StageBudgets budgets) {
    this.rules = List.copyOf(rules);
    this.wording = wording;
    this.roles = roles;
    this.budgets = budgets;
  }

  Verdict diagnose(EcsHistory history) {
    TaskRunView run = new TaskRunView(history, roles, budgets);
    TaskView subject = run.subject().orElse(null);
    if (subject == null) {
      return withoutTask(run);
    }
    List<Finding> found = ask(subject);
    List<Finding> others = others(run, subject);
    if (!found.isEmpty()) {
      Finding headline = origin(headline(found), found);
      found.addAll(others);
      return told(run, headline, found);
    }
    boolean wellOrRunning = subject.endedWell() || TaskNoCause.isRunning(subject);
    if (others.isEmpty() || wellOrRunning || subject.isStopped()) {
      return others.isEmpty() || !wellOrRunning
          ? TaskNoCause.explain(run, subject)
          : TaskNoCause.wellAfter(run, others.get(0), wording.summary(run, others.get(0)));
    }
    return told(run, headline(others), others);
  }

  /** No task was ever seen: the newest refusal says why. */
  private Verdict withoutTask(TaskRunView run) {
    List<SubmitFailure> refused = run.history().refused();
    if (refused.isEmpty()) {
      return TaskNoCause.nothing();
    }
    List<Finding> found = new ArrayList<>();
    for (int i = refused.size() - 1; i >= 0; i--) {
      found.addAll(SubmitRefused.of(refused.get(i)));
    }
    return told(run, found.get(0), found);
  }

  private Verdict told(TaskRunView run, Finding headline, List<Finding> found) {
    return wording.diagnosis(
        run,
        headline,
        Findings.hint(headline, found),
        Findings.contributing(wording, run, headline, found));
  }

  /** The first hit that is more than possible, in the order of the rules; else the first. */
  private static Finding headline(List<Finding> found) {
    return found.stream()
        .filter(f -> f.confidence() != Confidence.POSSIBLE)
        .findFirst()
        .orElse(found.get(0));
  }

  /** Where a dependency failed by a cause that is known, that is the cause of all that waited. */
  private static Finding origin(Finding headline, List<Finding> found) {
    String dependency = headline.values().getOrDefault("dependency", "");
    return !headline.code().equals("Dependency.Failed") || dependency.isEmpty()
        ? headline
        : found.stream()
            .filter(f -> f.container().equals(dependency))
            .filter(f -> f.confidence() != Confidence.POSSIBLE)
            .findFirst()
            .orElse(headline);
  }

  /** All hits on one task; of one that has not ended none is more than likely. */
  private List<Finding> ask(TaskView task) {
    List<Finding> found = new ArrayList<>();
    for (TaskRule rule : rules) {
      if (found.isEmpty() || !rule.isLastResort()) {
        rule.find(task, found::add);
      }
    }
    if (!task.isStopped() && !task.history().lost()) {
      found.replaceAll(Finding::atMostLikely);
    }
    return found;
  }

  /**
   * Hits on the other tasks, the newest first, those that ended alike once; then refused starts.
   */
  private List<Finding> others(TaskRunView run, @Nullable TaskView subject) {
    List<Finding> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<TaskView> tasks = run.tasks();
    for (int i = tasks.size() - 1; i >= 0 && i >= tasks.size() - EARLIER_LIMIT; i--) {
      TaskView task = tasks.get(i);
      String outline = task.outline();
      if (!task.equals(subject) && (outline.isEmpty() || seen.add(outline))) {
        found.addAll(ask(task));
      }
    }
    List<SubmitFailure> refused = run.history().refused();
    for (int i = refused.size() - 1; i >= 0; i--) {
      if (!refused.get(i).operation().equals("DescribeTasks")) {
        found.addAll(SubmitRefused.of(refused.get(i)));
      }
    }
    return found;
  }
}
