package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.RunHistory;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.Severity;
import io.runwhy.bridge.model.StageBudgets;
import io.runwhy.bridge.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a history to a verdict. A pure function: the same history gives the same verdict. The first
 * confirmed hit in {@link RuleOrder} on the attempt in question wins; without one, the surest; all
 * others become contributing causes.
 */
public final class Diagnoser {
  /** Other pods of the run that are asked too: the newest, of an array of thousands. */
  static final int EARLIER_LIMIT = 50;

  /** Work was lost or repeated, even where the run ended well. */
  private static final Set<String> IN_SUCCESS_TOO =
      Set.of("OOM.EarlierRestart", "OOM.ProcessInContainer");

  private static final Diagnoser STANDARD =
      new Diagnoser(
          RuleOrder.STANDARD, Catalogue.standard(), Roles.standard(), StageBudgets.DEFAULT);

  private final List<Rule> rules;
  private final List<Rule.OfPod> podRules;
  private final Roles roles;
  private final StageBudgets budgets;
  private final Wording wording;
  private final TaskDiagnoser tasks;

  Diagnoser(List<Rule> rules, Catalogue catalogue, Roles roles, StageBudgets budgets) {
    this.rules = List.copyOf(rules);
    this.podRules =
        rules.stream().filter(Rule.OfPod.class::isInstance).map(Rule.OfPod.class::cast).toList();
    this.roles = roles;
    this.budgets = budgets;
    this.wording = new Wording(catalogue);
    this.tasks = new TaskDiagnoser(TaskRuleOrder.STANDARD, wording, roles, budgets);
  }

  public static Diagnoser standard() {
    return STANDARD;
  }

  /** The standard rules with other budgets. */
  public static Diagnoser with(StageBudgets budgets) {
    return new Diagnoser(RuleOrder.STANDARD, Catalogue.standard(), Roles.standard(), budgets);
  }

  public Verdict diagnose(RunHistory history) {
    return history instanceof EcsHistory ecs
        ? tasks.diagnose(ecs)
        : diagnose((KubernetesHistory) history);
  }

  private Verdict diagnose(KubernetesHistory history) {
    RunView run = new RunView(history, roles, budgets);
    PodView subject = run.subject().orElse(null);
    List<Finding> onSubject = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule instanceof Rule.OfRun ofRun) {
        ofRun.find(run, onSubject::add);
      } else if (rule instanceof Rule.OfPod ofPod && subject != null) {
        ofPod.find(subject, onSubject::add);
      }
    }
    List<Finding> onEarlier = earlier(run, subject);
    if (run.jobSucceeded()) {
      return succeeded(run, onSubject, onEarlier);
    }
    if (!onSubject.isEmpty()) {
      Finding headline = Findings.headline(onSubject);
      Finding missing =
          Findings.isOwnEnd(headline) ? memberThatNeverCame(run, subject, onEarlier) : null;
      headline = missing == null ? headline : missing;
      onSubject.addAll(onEarlier);
      return wording.diagnosis(
          run,
          headline,
          Findings.hint(headline, onSubject),
          Findings.contributing(wording, run, headline, onSubject));
    }
    if (onEarlier.isEmpty() || subject == null) {
      return NoCause.explain(run);
    }
    Finding headline = Findings.headline(onEarlier);
    return subject.isRunningOrDone()
        ? NoCause.wellAfter(run, onEarlier.get(0), wording.summary(run, onEarlier.get(0)))
        : wording.diagnosis(
            run, headline, null, Findings.contributing(wording, run, headline, onEarlier));
  }

  /**
   * A run that ended well has no cause, whatever its attempts went through; only memory that was
   * short is told, since work was lost or repeated.
   */
  private Verdict succeeded(RunView run, List<Finding> onSubject, List<Finding> onEarlier) {
    List<Finding> all = new ArrayList<>(onSubject);
    all.addAll(onEarlier);
    for (Finding finding : all) {
      if (IN_SUCCESS_TOO.contains(finding.code())) {
        return wording.diagnosis(
            run,
            finding.withSeverity(Severity.WARNING),
            null,
            Findings.contributing(wording, run, finding, all));
      }
    }
    Set<Integer> failed = new HashSet<>();
    run.pods().stream()
        .filter(p -> p.pod().phase().equals("Failed"))
        .forEach(p -> failed.add(p.attempt()));
    return all.stream()
        .filter(f -> failed.contains(f.attempt()))
        .findFirst()
        .map(f -> NoCause.wellAfter(run, f, wording.summary(run, f)))
        .orElseGet(() -> NoCause.explain(run));
  }

  /** Names of the containers that are the run itself, in spec order. */
  public List<String> mains(RunIdentity run, Pod pod) {
    return pod.spec().containers().stream()
        .filter(c -> roles.role(run, pod, c) == ContainerRole.MAIN)
        .map(ContainerSpec::name)
        .toList();
  }

  /** Hits on the other attempts, the newest first; attempts that ended alike are asked once. */
  private List<Finding> earlier(RunView run, @Nullable PodView subject) {
    List<Finding> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<PodView> pods = run.pods();
    for (int i = pods.size() - 1; i >= 0 && i >= pods.size() - EARLIER_LIMIT; i--) {
      PodView pod = pods.get(i);
      String outline = pod.outline();
      if (!pod.equals(subject) && (outline.isEmpty() || seen.add(outline))) {
        for (Rule.OfPod rule : podRules) {
          rule.find(pod, found::add);
        }
      }
    }
    return found;
  }

  /**
   * Why another pod of the run, which was there when this one ended by itself, has not started: the
   * one that ran may have missed it.
   */
  private static @Nullable Finding memberThatNeverCame(
      RunView run, @Nullable PodView subject, List<Finding> onOthers) {
    Instant end = subject == null ? null : subject.ending().time();
    return onOthers.stream()
        .filter(f -> f.confidence() == Confidence.CONFIRMED)
        .filter(
            f ->
                run.pods().stream()
                    .filter(p -> p.attempt() == f.attempt() && p.pod().phase().equals("Pending"))
                    .map(p -> p.pod().creationTimestamp())
                    .anyMatch(t -> t != null && end != null && t.isBefore(end)))
        .findFirst()
        .orElse(null);
  }
}
