package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.StageBudgets;
import io.runwhy.bridge.model.Undiagnosed;
import io.runwhy.bridge.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/** From the history of a run on Amazon ECS to a verdict. */
final class TaskDiagnoser {
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
    List<Finding> found = new ArrayList<>();
    if (subject != null) {
      rules.forEach(r -> r.find(subject, found::add));
    }
    if (found.isEmpty()) {
      return new Undiagnosed("Nothing of the run has been seen yet.", false, List.of());
    }
    Finding headline = Findings.headline(found);
    return wording.diagnosis(
        run,
        headline,
        Findings.hint(headline, found),
        Findings.contributing(wording, run, headline, found));
  }
}
