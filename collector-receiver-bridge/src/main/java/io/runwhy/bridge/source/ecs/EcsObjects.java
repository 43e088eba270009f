package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.source.NoRunException;
import io.runwhy.bridge.source.Presets;
import java.util.ArrayList;
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
      Observation.OfRun observation = begin(document, known);
      if (observation != null) {
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
    runs.forEach((key, observations) -> facts(key, observations, documents));
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

  private Observation.@org.jspecify.annotations.Nullable OfRun begin(
      EcsDocument document, Map<String, RunIdentity> known) {
    if (document instanceof EcsDocument.OfTask of) {
      Task task = TaskDecoder.decode(of.task());
      return new Observation.TaskSeen(known.getOrDefault(task.arn(), identity.of(of.task())), task);
    }
    return document instanceof EcsDocument.OfSubmit submit
        ? new Observation.SubmitRefused(identity.of(submit), submit.failure())
        : null;
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
