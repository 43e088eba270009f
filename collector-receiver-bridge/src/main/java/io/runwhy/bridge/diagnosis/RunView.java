package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.PodHistory;
import io.runwhy.bridge.model.StageBudgets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run's history with the questions that rules ask of it. Made once per diagnosis. */
final class RunView implements Scene {
  private final KubernetesHistory history;
  private final StageBudgets budgets;
  private final List<PodView> pods;
  private final Optional<PodView> subject;

  RunView(KubernetesHistory history, Roles roles, StageBudgets budgets) {
    this.history = history;
    this.budgets = budgets;
    List<PodView> views = new ArrayList<>();
    for (PodHistory pod : history.pods()) {
      views.add(new PodView(this, pod, roles));
    }
    this.pods = List.copyOf(views);
    this.subject = Subject.of(this);
  }

  KubernetesHistory history() {
    return history;
  }

  @Nullable Job job() {
    return history.job();
  }

  StageBudgets budgets() {
    return budgets;
  }

  Instant now() {
    return history.now();
  }

  /** One per attempt, oldest first. */
  List<PodView> pods() {
    return pods;
  }

  /** The attempt that the question is about. */
  Optional<PodView> subject() {
    return subject;
  }

  @Override
  public boolean waitsTooLong(int attempt) {
    return pods.stream()
        .filter(p -> p.attempt() == attempt && p.pod().phase().equals("Pending"))
        .map(p -> p.pod().creationTimestamp())
        .anyMatch(t -> t != null && t.plus(budgets.create()).isBefore(now()));
  }

  /** Events about the Job, oldest first. */
  List<KubernetesEvent> jobEvents() {
    return history.events().stream().filter(e -> e.about().kind().equals("Job")).toList();
  }

  Optional<KubernetesEvent> jobEvent(String reason) {
    return jobEvents().stream().filter(e -> e.is(reason)).reduce((a, b) -> b);
  }

  boolean jobSucceeded() {
    Job job = job();
    return job != null && job.isComplete();
  }

  boolean jobFailed() {
    Job job = job();
    return job != null && job.isFailed();
  }

  /** The Job's condition Failed or FailureTarget, whichever is there and true. */
  Optional<Condition> jobFailure() {
    Job job = job();
    if (job == null) {
      return Optional.empty();
    }
    return job.trueCondition("Failed").or(() -> job.trueCondition("FailureTarget"));
  }

  /** A field path with the Job's name in front. */
  String jobPath(String field) {
    Job job = job();
    return "job/" + (job == null ? "" : job.name()) + " " + field;
  }

  Evidence jobConditionEvidence(Condition c) {
    String text = c.message().isEmpty() ? c.reason() : c.reason() + ": " + c.message();
    return new Evidence(
        jobPath("status.conditions[" + c.type() + "]"), Texts.quote(text), c.lastTransition());
  }

  @Override
  public Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    names.put("namespace", history.run().namespace());
    names.put("run", history.run().name());
    Job job = job();
    if (job != null) {
      names.put("job", job.name());
    }
    return names;
  }

  @Override
  public boolean onEcs() {
    return false;
  }

  /** The Job has ended, or there is no Job and the last pod has. */
  @Override
  public boolean isOver() {
    Job job = job();
    if (job != null) {
      return job.isComplete() || job.isFailed() || history.jobDeleted();
    }
    return subject().map(p -> p.pod().isTerminal() || p.history().deleted()).orElse(false);
  }

  /** Whether a fact of this name was reported as unreadable, for example "nodes". */
  boolean isMissing(String word) {
    return history.missing().stream().anyMatch(m -> m.contains(word));
  }
}
