package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.RateLimiter;
import io.runwhy.conventions.RunMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads nodes and their events: one node at most every 30 s, the list at most once a minute, shared
 * by all runs. Thread-safe.
 */
final class NodeReader {
  static final long NODE_NANOS = TimeUnit.SECONDS.toNanos(30);
  static final long LIST_NANOS = TimeUnit.MINUTES.toNanos(1);
  static final int REMEMBERED = 5_000;
  static final int PAGE = 250;

  private static final String EVENTS_NAMESPACE = "default";

  private final Api api;
  private final RateLimiter limiter;
  private final BridgeStats stats;
  private final Map<String, Cached> nodes = new LinkedHashMap<>();
  private final Map<String, CachedEvents> events = new LinkedHashMap<>();
  private @Nullable Cached list;

  /**
   * What was read; no nodes for one that does not exist.
   *
   * @param trouble why it could not be read, in words for a person; empty when it could
   */
  record Answer(List<Node> nodes, String trouble) {}

  /** What happened to a node; {@code trouble} as above. */
  record Events(List<KubernetesEvent> events, String trouble) {}

  private record CachedEvents(Events answer, long at) {}

  private record Cached(Answer answer, long at) {}

  NodeReader(Api api, RateLimiter limiter, BridgeStats stats) {
    this.api = api;
    this.limiter = limiter;
    this.stats = stats;
  }

  synchronized Answer one(String name) throws IOException, InterruptedException {
    Cached known = nodes.get(name);
    if (known != null && System.nanoTime() - known.at() < NODE_NANOS) {
      return known.answer();
    }
    Api.Reply reply = read("/api/v1/nodes/" + name, Map.of());
    if (!reply.ok() && reply.status() != 403 && reply.status() != 404) {
      return new Answer(List.of(), "node " + name + ": the API server answered " + reply.message());
    }
    Answer answer =
        new Answer(
            reply.ok() ? List.of(FactDecoder.node(reply.body())) : List.of(),
            reply.status() == 403 ? "no permission to get nodes" : "");
    if (nodes.size() >= REMEMBERED) {
      nodes.clear();
    }
    nodes.put(name, new Cached(answer, System.nanoTime()));
    return answer;
  }

  synchronized Answer all() throws IOException, InterruptedException {
    Cached known = list;
    if (known != null && System.nanoTime() - known.at() < LIST_NANOS) {
      return known.answer();
    }
    List<Node> found = new ArrayList<>();
    String next = "";
    String trouble = "";
    do {
      Api.Reply page =
          read("/api/v1/nodes", Map.of("limit", Integer.toString(PAGE), "continue", next));
      if (page.status() == 403) {
        trouble = "no permission to list nodes";
      } else if (!page.ok()) {
        return new Answer(List.of(), "nodes: the API server answered " + page.message());
      }
      for (JsonNode item : Fields.objects(page.body(), "items")) {
        found.add(FactDecoder.node(item));
      }
      next = Fields.text(Fields.child(page.body(), "metadata"), "continue");
    } while (!next.isEmpty() && found.size() < REMEMBERED);
    found.sort(Comparator.comparing(Node::name));
    Answer answer = new Answer(List.copyOf(found), trouble);
    list = new Cached(answer, System.nanoTime());
    return answer;
  }

  /**
   * By name: the kubelet writes the node's name as its uid, the node controller the real one. Nodes
   * have no namespace; their events are kept in {@code default}.
   */
  synchronized Events events(String node) throws IOException, InterruptedException {
    CachedEvents known = events.get(node);
    if (known != null && System.nanoTime() - known.at() < NODE_NANOS) {
      return known.answer();
    }
    Api.Reply reply =
        read(
            "/api/v1/namespaces/" + EVENTS_NAMESPACE + "/events",
            Map.of(
                "fieldSelector",
                "involvedObject.kind=Node,involvedObject.name=" + node,
                "limit",
                Integer.toString(FactReader.EVENT_LIMIT)));
    String trouble =
        reply.ok()
            ? ""
            : reply.status() == 403
                ? "no permission to list events of nodes (namespace " + EVENTS_NAMESPACE + ")"
                : "events of node " + node + ": the API server answered " + reply.message();
    List<KubernetesEvent> found = new ArrayList<>();
    if (reply.ok()) {
      Fields.objects(reply.body(), "items").forEach(e -> found.add(FactDecoder.event(e)));
    }
    Events answer = new Events(List.copyOf(found), trouble);
    if (events.size() >= REMEMBERED) {
      events.clear();
    }
    events.put(node, new CachedEvents(answer, System.nanoTime()));
    return answer;
  }

  private Api.Reply read(String path, Map<String, String> query)
      throws IOException, InterruptedException {
    limiter.acquire();
    stats.count(RunMetrics.BRIDGE_READS, "nodes", 1);
    return api.get(path, query);
  }
}
