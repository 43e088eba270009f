package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.source.NoRunException;
import io.runwhy.bridge.source.Presets;
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
    if (runs.isEmpty()) {
      throw new NoRunException(
          "there is no task and no refused RunTask in it; found "
              + documents.stream()
                  .map(d -> d.getClass().getSimpleName())
                  .distinct()
                  .collect(Collectors.joining(", ")));
    }
    runs.forEach(
        (key, observations) -> {
          observations.sort(Comparator.comparing(Observation.TaskLost.class::isInstance));
          facts(key, observations, documents);
        });
    return List.copyOf(runs.values());
  }

  /** StopTask removes the tags of a task: what an earlier version said of whose it is stays. */
  private Map<String, RunIdentity> tagged(List<EcsDocument> documents) {
    Map<String, RunIdentity> known = new LinkedHashMap<>();
    for (EcsDocument document : documents) {
      if (document instanceof EcsDocument.OfTask of) {
        RunIdentity run = identity.of(of.task());
        known.merge(
            TaskDecoder.decode(of.task()).arn(),
            run,
            (a, b) -> a.orchestrator().equals("ecs") ? b : a);
      }
    }
    return known;
  }

  private List<Observation.OfRun> begin(EcsDocument document, Map<String, RunIdentity> known) {
    if (document instanceof EcsDocument.OfTask of) {
      Task task = TaskDecoder.decode(of.task());
      RunIdentity run = known.getOrDefault(task.arn(), identity.of(of.task()));
      return List.of(new Observation.TaskSeen(run, task));
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
