package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.config.KubernetesConfig;
import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.conventions.RunMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Answers evidence requests in the background: two threads, a bounded queue, one shared rate limit.
 * Every request is answered, well or badly; what may not be read is told as a missing fact and
 * lowers confidence, nothing stops.
 */
final class EvidenceReader implements AutoCloseable {
  static final int THREADS = 2;

  /** Requests that wait at the most; beyond, a request is answered at once without reading. */
  static final int QUEUE_CAPACITY = 2_000;

  static final int BURST = 20;
  static final int EVENT_LIMIT = 100;

  private static final Logger logger = LoggerFactory.getLogger(EvidenceReader.class);

  private final Api api;
  private final ObservationSink sink;
  private final BridgeStats stats;
  private final RateLimiter limiter;
  private final LogReader logs;
  private final NodeReader nodes;
  private final ReadBudget budget = new ReadBudget();
  private final ThreadPoolExecutor executor;
  private final ThreadPoolExecutor refusals;

  EvidenceReader(
      Api api,
      KubernetesConfig config,
      LogsConfig logsConfig,
      ObservationSink sink,
      BridgeStats stats) {
    this.api = api;
    this.sink = sink;
    this.stats = stats;
    this.limiter = new RateLimiter(config.requestsPerSecond(), BURST);
    this.logs = new LogReader(api, logsConfig);
    this.nodes = new NodeReader(api, limiter, stats);
    AtomicInteger number = new AtomicInteger();
    this.executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_CAPACITY),
            task -> {
              Thread thread = new Thread(task, "runwhy-evidence-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.refusals =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_CAPACITY),
            task -> {
              Thread thread = new Thread(task, "runwhy-evidence-refused");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    stats.gauge(RunMetrics.BRIDGE_QUEUE_DEPTH, "evidence", () -> executor.getQueue().size());
  }

  /** Queues the request. Never blocks. */
  void read(EvidenceRequest request) {
    try {
      executor.execute(() -> answer(request));
    } catch (RejectedExecutionException full) {
      stats.count(RunMetrics.BRIDGE_DROPPED, "evidence_queue_full", 1);
      // Told from another thread: the caller is the one that empties the sink's queue. One thread
      // and a bounded queue; a request that finds no room even there is not answered, and the run
      // closes when its time is over.
      refusals.execute(() -> giveUp(request));
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    refusals.shutdownNow();
  }

  private void giveUp(EvidenceRequest request) {
    try {
      sink.accept(
          new Observation.FactMissing(
              request.key(), "events and logs: the bridge had too much to read at that time"));
      sink.accept(new Observation.EvidenceAnswered(request.key(), request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(EvidenceRequest request) {
    try {
      try {
        // Logs first: the pod may be deleted any moment.
        for (EvidenceRequest.LogRef ref : request.logs()) {
          turn("logs");
          sink.accept(new Observation.LogRead(request.key(), logs.read(request.namespace(), ref)));
        }
        events(request);
        nodes(request);
        claims(request);
        workloads(request);
      } catch (IOException e) {
        missing(request, "the API server could not be asked: " + e.getMessage());
      } catch (RuntimeException e) {
        stats.count(RunMetrics.BRIDGE_BAD_OBJECTS, "evidence", 1);
        logger.warn("Evidence of {} could not be read", request.key().runId(), e);
      }
      sink.accept(new Observation.EvidenceAnswered(request.key(), request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void events(EvidenceRequest request) throws IOException, InterruptedException {
    List<KubernetesEvent> found = new ArrayList<>();
    for (ObjectRef about : request.about()) {
      if (!budget.allows(request.key(), about)) {
        stats.count(RunMetrics.BRIDGE_READS_SAVED, "events", 1);
        continue;
      }
      turn("events");
      Api.Reply reply =
          api.get(
              "/api/v1/namespaces/" + request.namespace() + "/events",
              Map.of(
                  "fieldSelector",
                  "involvedObject.uid=" + about.uid(),
                  "limit",
                  Integer.toString(EVENT_LIMIT)));
      if (reply.status() == 403) {
        missing(request, "no permission to list events in namespace " + request.namespace());
        return;
      }
      if (!reply.ok()) {
        missing(request, "events: the API server answered " + reply.message());
        return;
      }
      for (JsonNode item : Fields.objects(reply.body(), "items")) {
        found.add(FactDecoder.event(item));
      }
    }
    if (!found.isEmpty()) {
      sink.accept(new Observation.EventsRead(request.key(), found));
    }
  }

  private void nodes(EvidenceRequest request) throws IOException, InterruptedException {
    if (request.allNodes()) {
      NodeReader.Answer answer = nodes.all();
      if (!answer.trouble().isEmpty()) {
        missing(request, answer.trouble());
      } else {
        sink.accept(new Observation.NodesRead(request.key(), answer.nodes()));
      }
      return;
    }
    List<Node> found = new ArrayList<>();
    for (String name : request.nodes()) {
      NodeReader.Answer answer = nodes.one(name);
      if (!answer.trouble().isEmpty()) {
        missing(request, answer.trouble());
        return;
      }
      found.addAll(answer.nodes());
    }
    if (!found.isEmpty()) {
      sink.accept(new Observation.NodesRead(request.key(), found));
    }
  }

  private void claims(EvidenceRequest request) throws IOException, InterruptedException {
    for (String name : request.claims()) {
      turn("claims");
      Api.Reply reply =
          api.get(
              "/api/v1/namespaces/" + request.namespace() + "/persistentvolumeclaims/" + name,
              Map.of());
      if (reply.status() == 403) {
        missing(
            request,
            "no permission to get persistentvolumeclaims in namespace " + request.namespace());
        return;
      }
      if (reply.ok()) {
        sink.accept(
            new Observation.ClaimsRead(request.key(), List.of(FactDecoder.claim(reply.body()))));
      }
    }
  }

  private void workloads(EvidenceRequest request) throws IOException, InterruptedException {
    if (!request.workloads()) {
      return;
    }
    turn("workloads");
    Api.Reply reply =
        api.get(
            "/apis/kueue.x-k8s.io/v1beta1/namespaces/" + request.namespace() + "/workloads",
            Map.of("limit", "500"));
    if (reply.status() == 403) {
      missing(request, "no permission to list workloads.kueue.x-k8s.io in " + request.namespace());
    } else if (reply.ok()) {
      List<String> owners = request.about().stream().map(ObjectRef::uid).toList();
      List<io.runwhy.bridge.model.Workload> own =
          Fields.objects(reply.body(), "items").stream()
              .map(FactDecoder::workload)
              .filter(w -> w.owner() != null && owners.contains(w.owner().uid()))
              .toList();
      sink.accept(new Observation.WorkloadsRead(request.key(), own));
    }
  }

  private void turn(String what) throws InterruptedException {
    limiter.acquire();
    stats.count(RunMetrics.BRIDGE_READS, what, 1);
  }

  private void missing(EvidenceRequest request, String what) throws InterruptedException {
    sink.accept(new Observation.FactMissing(request.key(), what));
  }
}
