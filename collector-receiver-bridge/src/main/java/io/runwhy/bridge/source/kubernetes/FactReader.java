package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.Claim;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.bridge.source.RateLimiter;
import io.runwhy.conventions.RunMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Reads what one request asks for beyond logs, each fact from its cheapest place. What may not be
 * read is told as a missing fact; it never stops the other reads. Thread-safe.
 */
final class FactReader {
  static final int EVENT_LIMIT = 100;

  /** Claims of one pod that are looked at. */
  static final int CLAIM_LIMIT = 20;

  private final Api api;
  private final RateLimiter limiter;
  private final BridgeStats stats;
  private final ObservationSink sink;
  private final NodeReader nodes;
  private final WorkloadReader workloads;
  private final ReadBudget budget = new ReadBudget();

  FactReader(Api api, RateLimiter limiter, BridgeStats stats, ObservationSink sink) {
    this.api = api;
    this.limiter = limiter;
    this.stats = stats;
    this.sink = sink;
    this.nodes = new NodeReader(api, limiter, stats);
    this.workloads = new WorkloadReader(api, limiter, stats);
  }

  void read(EvidenceRequest.OfPods request) throws IOException, InterruptedException {
    events(request, request.about());
    nodes(request);
    claims(request);
    if (request.workloads()) {
      WorkloadReader.Answer answer = workloads.of(request);
      if (!answer.trouble().isEmpty()) {
        missing(request, answer.trouble());
      } else if (!answer.workloads().isEmpty()) {
        sink.accept(new Observation.WorkloadsRead(request.key(), answer.workloads()));
      }
    }
    if (request.namespaceState()) {
      namespace(request);
    }
  }

  private void events(EvidenceRequest.OfPods request, List<ObjectRef> about)
      throws IOException, InterruptedException {
    List<KubernetesEvent> found = new ArrayList<>();
    for (ObjectRef ref : about) {
      if (!budget.allows(request.key(), ref)) {
        stats.count(RunMetrics.BRIDGE_READS_SAVED, "events", 1);
        continue;
      }
      Api.Reply reply = events(request.namespace(), "involvedObject.uid=" + ref.uid());
      if (reply.status() == 403) {
        missing(request, "no permission to list events in namespace " + request.namespace());
        break;
      }
      if (!reply.ok()) {
        missing(request, "events: the API server answered " + reply.message());
        break;
      }
      add(found, reply);
    }
    if (!found.isEmpty()) {
      sink.accept(new Observation.EventsRead(request.key(), found));
    }
  }

  private Api.Reply events(String namespace, String selector)
      throws IOException, InterruptedException {
    turn("events");
    return api.get(
        "/api/v1/namespaces/" + namespace + "/events",
        Map.of("fieldSelector", selector, "limit", Integer.toString(EVENT_LIMIT)));
  }

  private static void add(List<KubernetesEvent> found, Api.Reply reply) {
    for (JsonNode item : Fields.objects(reply.body(), "items")) {
      found.add(FactDecoder.event(item));
    }
  }

  private void nodes(EvidenceRequest.OfPods request) throws IOException, InterruptedException {
    if (request.allNodes()) {
      NodeReader.Answer answer = nodes.all();
      if (!answer.trouble().isEmpty()) {
        missing(request, answer.trouble());
      } else {
        sink.accept(new Observation.NodesRead(request.key(), answer.nodes(), true));
      }
      return;
    }
    List<Node> found = new ArrayList<>();
    for (String name : request.nodes()) {
      NodeReader.Answer answer = nodes.one(name);
      if (!answer.trouble().isEmpty()) {
        missing(request, answer.trouble());
        break;
      }
      found.addAll(answer.nodes());
    }
    if (!found.isEmpty()) {
      sink.accept(new Observation.NodesRead(request.key(), found, false));
    }
    if (request.nodeEvents()) {
      for (String name : request.nodes()) {
        nodeEvents(request, name);
      }
    }
  }

  private void nodeEvents(EvidenceRequest.OfPods request, String node)
      throws IOException, InterruptedException {
    NodeReader.Events answer = nodes.events(node);
    if (!answer.trouble().isEmpty()) {
      missing(request, answer.trouble());
    } else if (!answer.events().isEmpty()) {
      sink.accept(new Observation.EventsRead(request.key(), answer.events()));
    }
  }

  private void claims(EvidenceRequest.OfPods request) throws IOException, InterruptedException {
    List<ObjectRef> unbound = new ArrayList<>();
    for (String name : request.claims().stream().limit(CLAIM_LIMIT).toList()) {
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
        Claim claim = FactDecoder.claim(reply.body());
        sink.accept(new Observation.ClaimsRead(request.key(), List.of(claim)));
        if (!claim.phase().equals("Bound")) {
          unbound.add(
              new ObjectRef("PersistentVolumeClaim", claim.namespace(), claim.name(), claim.uid()));
        }
      }
    }
    events(request, unbound);
  }

  private void namespace(EvidenceRequest.OfPods request) throws IOException, InterruptedException {
    turn("namespaces");
    Api.Reply reply = api.get("/api/v1/namespaces/" + request.namespace(), Map.of());
    if (reply.ok()) {
      sink.accept(
          new Observation.NamespaceRead(request.key(), FactDecoder.isTerminating(reply.body())));
    }
  }

  private void turn(String what) throws InterruptedException {
    limiter.acquire();
    stats.count(RunMetrics.BRIDGE_READS, what, 1);
  }

  private void missing(EvidenceRequest.OfPods request, String what) throws InterruptedException {
    sink.accept(new Observation.FactMissing(request.key(), what));
  }
}
