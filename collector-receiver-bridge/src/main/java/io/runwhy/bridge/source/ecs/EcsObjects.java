package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.source.NoRunException;
import io.runwhy.bridge.source.Presets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Replies and events of AWS that came together, sorted by run and made into observations. */
public final class EcsObjects {
  private final TaskIdentity identity;

  public EcsObjects(Presets presets) {
    this.identity = new TaskIdentity(presets);
  }

  /** Whether the input is of AWS rather than of Kubernetes. */
  public boolean isOfAws(JsonNode root) {
    return EcsDocuments.isOfAws(root);
  }

  /** The newest time that any document names, before {@code now}; {@code now} when none does. */
  public Instant newest(JsonNode root, Instant now) {
    Instant newest = EcsFields.newest(root, now);
    return newest == null ? now : newest;
  }

  /**
   * The observations of each run, in the order in which the runs appear; task definitions and hosts
   * go to the runs whose tasks name them.
   *
   * @throws NoRunException when there is neither a task nor a refused start
   */
  public List<List<Observation.OfRun>> runs(JsonNode root) throws NoRunException {
    List<EcsDocument> documents = EcsDocuments.of(root);
    Map<RunKey, List<Observation.OfRun>> runs = new LinkedHashMap<>();
    Map<String, RunIdentity> known = tagged(documents);
    for (EcsDocument document : documents) {
      for (Observation.OfRun observation : begin(document, known)) {
        runs.computeIfAbsent(observation.key(), k -> new ArrayList<>()).add(observation);
      }
    }
    joined(runs);
    if (runs.isEmpty()) {
      throw new NoRunException(
          "there is no task and no refused RunTask in it" + instead(documents));
    }
    runs.forEach(
        (key, observations) -> {
          observations.sort(Comparator.comparing(Observation.TaskLost.class::isInstance));
          facts(key, observations, documents);
        });
    return List.copyOf(runs.values());
  }

  /** What there is instead, and what to bring. */
  private static String instead(List<EcsDocument> documents) {
    List<String> found =
        documents.stream()
            .map(
                d ->
                    d instanceof EcsDocument.Other other
                        ? other.kind()
                        : d instanceof EcsDocument.OfDefinition
                            ? "a task definition"
                            : "a container instance")
            .distinct()
            .limit(5)
            .toList();
    String next =
        found.contains(EcsDocuments.ONLY_NAMES)
            ? "; bring the output of aws ecs describe-tasks --cluster CLUSTER --tasks NAME"
            : found.contains(EcsDocuments.NO_TASK)
                ? "; ECS forgets a task about an hour after it stopped, and knows it in its own cluster and Region only"
                : "";
    return "; found " + String.join(", ", found) + next;
  }

  /** A refused start that does not say of which run it is belongs to the only run of the input. */
  private static void joined(Map<RunKey, List<Observation.OfRun>> runs) {
    List<RunKey> ofTasks =
        runs.entrySet().stream()
            .filter(e -> e.getValue().stream().anyMatch(Observation.TaskSeen.class::isInstance))
            .map(Map.Entry::getKey)
            .toList();
    if (ofTasks.size() != 1) {
      return;
    }
    List<RunKey> nameless =
        runs.keySet().stream().filter(k -> k.cluster().isEmpty() && !ofTasks.contains(k)).toList();
    for (RunKey key : nameless) {
      for (Observation.OfRun observation : runs.getOrDefault(key, List.of())) {
        if (observation instanceof Observation.SubmitRefused refused) {
          RunIdentity run = ((Observation.TaskSeen) first(runs, ofTasks.get(0))).run();
          runs.getOrDefault(ofTasks.get(0), new ArrayList<>())
              .add(new Observation.SubmitRefused(run, refused.failure()));
        }
      }
      runs.remove(key);
    }
  }

  private static Observation.OfRun first(Map<RunKey, List<Observation.OfRun>> runs, RunKey key) {
    return runs.getOrDefault(key, List.of()).stream()
        .filter(Observation.TaskSeen.class::isInstance)
        .findFirst()
        .orElseThrow();
  }

  /** StopTask removes the tags of a task: what an earlier version said of whose it is stays. */
  private Map<String, RunIdentity> tagged(List<EcsDocument> documents) {
    Map<String, RunIdentity> known = new LinkedHashMap<>();
    for (EcsDocument document : documents) {
      if (document instanceof EcsDocument.OfTask of) {
        RunIdentity run = identity.of(of.task());
        known.merge(
            TaskDecoder.arn(of.task()), run, (a, b) -> a.orchestrator().equals("ecs") ? b : a);
      }
    }
    return known;
  }

  private List<Observation.OfRun> begin(EcsDocument document, Map<String, RunIdentity> known) {
    if (document instanceof EcsDocument.OfTask of) {
      Task task = TaskDecoder.decode(of.task());
      RunIdentity run = known.get(task.arn());
      return run == null ? List.of() : List.of(new Observation.TaskSeen(run, task));
    }
    if (!(document instanceof EcsDocument.OfSubmit submit)) {
      return List.of();
    }
    List<Observation.OfRun> lost = new ArrayList<>();
    for (SubmitFailure.Failure failure : submit.failure().failures()) {
      RunIdentity run = known.get(failure.arn());
      if (run != null) {
        lost.add(new Observation.TaskLost(run.key(), failure.arn()));
      }
    }
    return lost.isEmpty()
        ? List.of(new Observation.SubmitRefused(identity.of(submit), submit.failure()))
        : lost;
  }

  private static void facts(
      RunKey key, List<Observation.OfRun> observations, List<EcsDocument> documents) {
    Set<String> wanted =
        observations.stream()
            .filter(Observation.TaskSeen.class::isInstance)
            .map(o -> ((Observation.TaskSeen) o).task())
            .flatMap(t -> java.util.stream.Stream.of(t.definitionArn(), t.containerInstanceArn()))
            .collect(Collectors.toSet());
    for (EcsDocument document : documents) {
      if (document instanceof EcsDocument.OfDefinition of
          && wanted.contains(of.definition().arn())) {
        observations.add(new Observation.TaskDefinitionRead(key, of.definition()));
      } else if (document instanceof EcsDocument.OfInstance of
          && wanted.contains(of.instance().arn())) {
        observations.add(new Observation.ContainerInstanceRead(key, of.instance()));
      }
    }
  }
}
