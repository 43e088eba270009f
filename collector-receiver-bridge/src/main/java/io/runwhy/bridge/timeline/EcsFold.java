package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.ContainerInstance;
import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskDefinition;
import io.runwhy.bridge.model.TaskHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers all that is seen of one run on Amazon ECS. Of each task the highest version counts, in
 * whatever order versions come. Bounded: {@link #MAX_STOPPED} stopped tasks and the limits below;
 * the oldest go first and are counted.
 */
final class EcsFold implements HistoryFold {
  /** Stopped tasks kept; live tasks are always kept. */
  static final int MAX_STOPPED = 32;

  static final int MAX_REFUSED = 8;
  static final int MAX_FACTS = 8;
  static final int MAX_LOGS = 16;
  static final int MAX_MISSING = 16;

  /** Attempts are numbered by when their tasks were made, or by the first time that is known. */
  private static final Comparator<Seen> BY_AGE =
      Comparator.comparing((Seen s) -> s.task.times().findFirst().orElse(Instant.MAX))
          .thenComparing(s -> s.task.arn());

  private RunIdentity run;
  private final List<Seen> tasks = new ArrayList<>(1);

  /** Attempts that came before those that are kept. */
  private int forgotten;

  private final Drops drops = new Drops();
  private @Nullable Evidences evidences;

  private static final class Seen {
    Task task;
    boolean lost;

    Seen(Task task) {
      this.task = task;
    }
  }

  /** What was read on demand; most runs never need it. */
  private static final class Evidences {
    final List<SubmitFailure> refused = new ArrayList<>(1);
    final Map<String, TaskDefinition> definitions = new LinkedHashMap<>();
    final Map<String, ContainerInstance> instances = new LinkedHashMap<>();
    final Map<String, LogTail> logs = new LinkedHashMap<>();
    final Set<String> missing = new LinkedHashSet<>();
  }

  EcsFold(RunIdentity run, int attempts) {
    this.run = run;
    this.forgotten = attempts;
  }

  @Override
  public RunIdentity run() {
    return run;
  }

  @Override
  public void add(Observation.OfRun observation) {
    if (observation instanceof Observation.TaskSeen seen) {
      run = seen.run();
      see(seen.task());
    } else if (observation instanceof Observation.TaskLost lost) {
      tasks.stream()
          .filter(t -> t.task.arn().equals(lost.taskArn()) && !t.task.isStopped())
          .forEach(t -> t.lost = true);
    } else if (observation instanceof Observation.SubmitRefused refused) {
      refuse(refused.failure());
    } else if (observation instanceof Observation.TaskDefinitionRead read) {
      keep(evidences().definitions, read.definition().arn(), read.definition());
    } else if (observation instanceof Observation.ContainerInstanceRead read) {
      keep(evidences().instances, read.instance().arn(), read.instance());
    } else if (observation instanceof Observation.LogRead read) {
      drops.add(
          "history_logs",
          Bounded.putAll(evidences().logs, List.of(read.tail()), TrackedRun::logKey, MAX_LOGS));
    } else if (observation instanceof Observation.FactMissing missing
        && evidences().missing.size() < MAX_MISSING) {
      evidences().missing.add(missing.what());
    }
  }

  private void see(Task task) {
    for (Seen known : tasks) {
      if (known.task.arn().equals(task.arn())) {
        if (task.version() > known.task.version()
            || (task.version() == known.task.version() && task.isStopped())) {
          known.task = task;
          known.lost = false;
          tasks.sort(BY_AGE);
        }
        return;
      }
    }
    tasks.add(new Seen(task));
    tasks.sort(BY_AGE);
    if (tasks.stream().filter(t -> t.task.isStopped()).count() > MAX_STOPPED) {
      tasks.remove(tasks.stream().filter(t -> t.task.isStopped()).findFirst().orElseThrow());
      forgotten++;
      drops.add("history_tasks", 1);
    }
  }

  private void refuse(SubmitFailure failure) {
    List<SubmitFailure> refused = evidences().refused;
    if (!refused.contains(failure)) {
      refused.add(failure);
      if (refused.size() > MAX_REFUSED) {
        refused.remove(0);
        drops.add("history_refused", 1);
      }
    }
  }

  private <T> void keep(Map<String, T> facts, String arn, T fact) {
    drops.add("history_facts", Bounded.putAll(facts, List.of(fact), f -> arn, MAX_FACTS));
  }

  @Override
  public EcsHistory history(Instant now, Instant seenUntil) {
    List<TaskHistory> attempts = new ArrayList<>(tasks.size());
    for (Seen seen : tasks) {
      attempts.add(new TaskHistory(forgotten + attempts.size() + 1, seen.task, seen.lost));
    }
    Evidences e = evidences == null ? new Evidences() : evidences;
    return new EcsHistory(
        run,
        attempts,
        e.refused,
        List.copyOf(e.definitions.values()),
        List.copyOf(e.instances.values()),
        List.copyOf(e.logs.values()),
        List.copyOf(e.missing),
        now,
        seenUntil);
  }

  @Override
  public Map<String, Integer> takeDropped() {
    return drops.take();
  }

  private Evidences evidences() {
    Evidences e = evidences;
    if (e == null) {
      e = new Evidences();
      evidences = e;
    }
    return e;
  }
}
