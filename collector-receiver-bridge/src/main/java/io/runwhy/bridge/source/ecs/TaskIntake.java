package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.ObservationSink;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one way by which tasks of events and of polling come in: what is not watched and what is old
 * falls away, whose task it is gets resolved, the rest is told. Thread-safe.
 */
final class TaskIntake {
  private final EcsConfig config;
  private final Clusters clusters;
  private final TaskIdentity identity;
  private final TaskTable table;
  private final TagLookup lookup;
  private final ObservationSink sink;

  /** What became of a task. */
  enum Outcome {
    TOLD,
    /** This version or a newer one was told before. */
    OLD,
    OTHER_CLUSTER,
    /** Of a service, and those are not followed. */
    OF_SERVICE
  }

  TaskIntake(
      EcsConfig config,
      Clusters clusters,
      TaskIdentity identity,
      TaskTable table,
      TagLookup lookup,
      ObservationSink sink) {
    this.config = config;
    this.clusters = clusters;
    this.identity = identity;
    this.table = table;
    this.lookup = lookup;
    this.sink = sink;
  }

  /**
   * Takes the task of an event, which has no tags: they are looked up where they could tell more.
   * Does not wait for that.
   */
  CompletableFuture<Outcome> event(JsonNode node) throws InterruptedException {
    Task task = TaskDecoder.decode(node);
    Outcome refused = refused(task);
    if (refused != null) {
      return CompletableFuture.completedFuture(refused);
    }
    boolean unknown = config.tags() && table.run(task.arn()) == null && identity.needsTags(node);
    if (!unknown || !(node instanceof ObjectNode object)) {
      return CompletableFuture.completedFuture(tell(task, node));
    }
    return lookup
        .tags(task.clusterArn(), task.arn())
        .thenApply(
            tags -> {
              object.set("tags", tags);
              try {
                return tell(task, object);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("the bridge is stopping");
              }
            });
  }

  /** Takes a task as DescribeTasks tells it. */
  Outcome described(JsonNode node) throws InterruptedException {
    Task task = TaskDecoder.decode(node);
    Outcome refused = refused(task);
    if (refused == Outcome.OF_SERVICE) {
      table.skip(task.arn());
    }
    return refused == null || refused == Outcome.OLD ? tell(task, node) : refused;
  }

  private @org.jspecify.annotations.Nullable Outcome refused(Task task) {
    if (!clusters.has(task.clusterArn())) {
      return Outcome.OTHER_CLUSTER;
    }
    if (!config.services() && !task.service().isEmpty()) {
      return Outcome.OF_SERVICE;
    }
    return table.isOld(task) ? Outcome.OLD : null;
  }

  private Outcome tell(Task task, JsonNode node) throws InterruptedException {
    boolean tagged = !Fields.objects(node, "tags").isEmpty();
    RunIdentity known = table.run(task.arn());
    RunIdentity run = known == null || tagged ? identity.of(node) : known;
    RunIdentity told = table.accept(task, run, tagged);
    if (told == null) {
      return Outcome.OLD;
    }
    sink.accept(new Observation.TaskSeen(told, task));
    return Outcome.TOLD;
  }
}
