package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.ContainerInstance;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.conventions.RunMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the body of a message and tells what is in it. Bodies hold secrets of the overrides: they
 * are never kept, logged or exported. Thread-safe.
 */
final class MessageHandler {
  private static final Logger logger = LoggerFactory.getLogger(MessageHandler.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String EVENT = "ECS Task State Change";

  private final TaskIntake intake;
  private final TaskIdentity identity;
  private final TaskTable table;
  private final Clusters clusters;
  private final ObservationSink sink;
  private final BridgeStats stats;
  private final Set<String> toldPoisons = ConcurrentHashMap.newKeySet();

  /** What is to be done with a message. */
  enum Verdict {
    /** All it tells is told, or it tells nothing that is wanted. */
    DELETE,
    /** It cannot be read: it is left to the dead-letter queue. */
    LEAVE
  }

  /** What became of a message. {@code ended} are runs that it told the end of. */
  record Handled(Verdict verdict, Set<RunKey> ended) {}

  MessageHandler(
      TaskIntake intake,
      TaskIdentity identity,
      TaskTable table,
      Clusters clusters,
      ObservationSink sink,
      BridgeStats stats) {
    this.intake = intake;
    this.identity = identity;
    this.table = table;
    this.clusters = clusters;
    this.sink = sink;
    this.stats = stats;
  }

  /**
   * Handles one body.
   *
   * @return completed when everything in it has been delivered; it fails when the bridge stops
   */
  CompletableFuture<Handled> handle(String id, String body) throws InterruptedException {
    List<EcsDocument> documents;
    Set<RunKey> ended = ConcurrentHashMap.newKeySet();
    List<CompletableFuture<?>> open = new ArrayList<>();
    try {
      JsonNode root = JSON.readTree(body);
      documents = EcsDocuments.of(root);
      if (isPoison(documents)) {
        return poison(id, "it holds nothing of ECS");
      }
      for (EcsDocument document : documents) {
        CompletableFuture<?> told = tell(document, ended);
        if (!told.isDone()) {
          open.add(told);
        }
      }
    } catch (JacksonException e) {
      return poison(id, "it is no JSON");
    } catch (RuntimeException | StackOverflowError e) {
      return poison(id, "it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    return open.isEmpty()
        ? CompletableFuture.completedFuture(new Handled(Verdict.DELETE, ended))
        : CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
            .thenApply(v -> new Handled(Verdict.DELETE, ended));
  }

  private static boolean isPoison(List<EcsDocument> documents) {
    return documents.stream()
        .allMatch(
            d ->
                d instanceof EcsDocument.Other other
                    && Set.of(EcsDocuments.UNKNOWN, "unreadable", EVENT, "")
                        .contains(other.kind()));
  }

  private CompletableFuture<?> tell(EcsDocument document, Set<RunKey> ended)
      throws InterruptedException {
    if (document instanceof EcsDocument.OfTask of) {
      return intake
          .event(of.task())
          .thenAccept(
              outcome -> {
                count(outcome);
                ended(of.task(), ended);
              });
    }
    if (document instanceof EcsDocument.OfSubmit submit) {
      if (clusters.has(submit.failure().cluster())) {
        RunIdentity run = identity.of(submit);
        ended.add(run.key());
        sink.accept(new Observation.SubmitRefused(run, submit.failure()));
      } else {
        stats.count(RunMetrics.BRIDGE_DROPPED, "ecs_other_cluster", 1);
      }
    } else if (document instanceof EcsDocument.OfInstance of) {
      instance(of.instance());
    } else {
      stats.count(RunMetrics.BRIDGE_DROPPED, "ecs_other_event", 1);
    }
    return CompletableFuture.completedFuture(null);
  }

  /**
   * A host changes with each task that it starts; only trouble of it is told, to the runs it holds.
   */
  private void instance(ContainerInstance instance) throws InterruptedException {
    if (!clusters.hasHost(instance.arn())) {
      stats.count(RunMetrics.BRIDGE_DROPPED, "ecs_other_cluster", 1);
      return;
    }
    boolean well =
        instance.status().equals("ACTIVE") && !Boolean.FALSE.equals(instance.agentConnected());
    if (!well) {
      for (RunKey run : table.on(instance.arn())) {
        sink.accept(new Observation.ContainerInstanceRead(run, instance));
      }
    }
  }

  /** The last word on a stopped task's run may come later: the message is kept until then. */
  private void ended(JsonNode task, Set<RunKey> ended) {
    RunIdentity run = table.run(Fields.text(task, "taskArn"));
    if (run != null && Fields.text(task, "lastStatus").equals("STOPPED")) {
      ended.add(run.key());
    }
  }

  private void count(TaskIntake.Outcome outcome) {
    if (outcome != TaskIntake.Outcome.TOLD) {
      stats.count(RunMetrics.BRIDGE_DROPPED, "ecs_" + outcome.name().toLowerCase(Locale.ROOT), 1);
    }
  }

  private CompletableFuture<Handled> poison(String id, String why) {
    stats.count(RunMetrics.BRIDGE_BAD_OBJECTS, QueueConsumer.SOURCE, 1);
    if (toldPoisons.size() < 20 && toldPoisons.add(why)) {
      logger.warn(
          "Message {} of the ECS queue is left to the dead-letter queue: {}; further ones are only"
              + " counted",
          id,
          why);
    }
    return CompletableFuture.completedFuture(new Handled(Verdict.LEAVE, Set.of()));
  }
}
