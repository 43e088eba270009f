package io.runwhy.bridge.fake;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Kubernetes API on a free loopback port. Objects are put in by the Java methods; clients read
 * them over HTTP as from a real one. Faults are injected by {@link #fault}; every request is
 * counted.
 */
public final class FakeKubernetesApi implements AutoCloseable {
  private static final Map<String, String> RESOURCES =
      Map.of(
          "Pod", "pods",
          "Job", "jobs",
          "Event", "events",
          "Node", "nodes",
          "PersistentVolumeClaim", "persistentvolumeclaims",
          "Namespace", "namespaces",
          "Workload", "workloads");

  private final Store store = new Store();
  private final Map<String, String> logs = new ConcurrentHashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final Undertow server;
  private volatile boolean closed;

  public FakeKubernetesApi() {
    this.server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(32)
            .setHandler(new BlockingHandler(new FakeRequests(this)))
            .build();
    server.start();
  }

  /** Where it listens, for example {@code http://127.0.0.1:41234}. */
  public String url() {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return "http://127.0.0.1:" + address.getPort();
  }

  /** A kubeconfig for it. */
  public String kubeconfig() {
    return String.join(
        "\n",
        "apiVersion: v1",
        "kind: Config",
        "current-context: fake",
        "contexts: [{name: fake, context: {cluster: fake, user: fake}}]",
        "clusters: [{name: fake, cluster: {server: \"" + url() + "\"}}]",
        "users: [{name: fake, user: {}}]",
        "");
  }

  /** Creates or replaces an object; watches see it. */
  public void apply(ObjectNode object) {
    String kind = Store.text(object, "/kind");
    String resource = RESOURCES.get(kind);
    if (resource == null) {
      throw new IllegalArgumentException("the fake API has no kind " + kind);
    }
    store.put(resource, object);
  }

  /** Deletes an object; watches see its last state. */
  public void delete(String resource, String namespace, String name) {
    store.remove(resource, namespace, name, false);
  }

  /** Deletes an object while nobody looks: no watch is told, as over a gap. */
  public void vanish(String resource, String namespace, String name) {
    store.remove(resource, namespace, name, true);
  }

  /** The object as it is now; null when there is none. */
  public @Nullable ObjectNode get(String resource, String namespace, String name) {
    return store.get(resource, namespace, name);
  }

  /** The text of a container's current log. */
  public void log(String namespace, String pod, String container, String text) {
    logs.put(namespace + '/' + pod + '/' + container + "/current", text);
  }

  /** The text of the log of the container attempt before the current one. */
  public void previousLog(String namespace, String pod, String container, String text) {
    logs.put(namespace + '/' + pod + '/' + container + "/previous", text);
  }

  /** Lets something go wrong; faults are used up in the order they were added. */
  public void fault(Fault fault) {
    synchronized (faults) {
      faults.add(fault);
    }
  }

  /**
   * Denies a right, for example {@code list nodes}: access reviews say so, and requests are
   * answered with 403.
   */
  public void deny(String verb, String resource) {
    denied.add(verb + ' ' + resource);
  }

  public void allow(String verb, String resource) {
    denied.remove(verb + ' ' + resource);
  }

  /** Forgets old versions: a watch from before gets 410. */
  public void compact() {
    store.compact();
  }

  /** Requests so far, for example {@code requests("list", "events")}. */
  public int requests(String verb, String resource) {
    AtomicInteger count = requests.get(verb + ' ' + resource);
    return count == null ? 0 : count.get();
  }

  @Override
  public void close() {
    closed = true;
    store.wake();
    server.stop();
  }

  boolean isClosed() {
    return closed;
  }

  Store store() {
    return store;
  }

  void counted(String verb, String resource) {
    requests.computeIfAbsent(verb + ' ' + resource, k -> new AtomicInteger()).incrementAndGet();
  }

  boolean isDenied(String verb, String resource) {
    return denied.contains(verb + ' ' + resource);
  }

  /** Takes the next fault that fits; null when all is well. */
  @Nullable Fault takeFault(String verb, String resource) {
    synchronized (faults) {
      for (int i = 0; i < faults.size(); i++) {
        Fault f = faults.get(i);
        boolean fits =
            (f.verb().isEmpty() || f.verb().equals(verb))
                && (f.resource().isEmpty() || f.resource().equals(resource));
        if (fits) {
          if (f.times() <= 1) {
            faults.remove(i);
          } else {
            faults.set(
                i,
                new Fault(f.verb(), f.resource(), f.kind(), f.times() - 1, f.after(), f.pause()));
          }
          return f;
        }
      }
      return null;
    }
  }

  /** The answer to a log request: a status and a body, as the kubelet words it. */
  Map.Entry<Integer, String> log(
      String namespace, String pod, String container, boolean previous, int tailLines) {
    JsonNode object = store.get("pods", namespace, pod);
    if (object == null) {
      return Map.entry(404, "pods \"" + pod + "\" not found");
    }
    String text =
        logs.get(namespace + '/' + pod + '/' + container + (previous ? "/previous" : "/current"));
    if (text == null && previous) {
      return Map.entry(
          400,
          "previous terminated container \"" + container + "\" in pod \"" + pod + "\" not found");
    }
    if (text == null) {
      return Map.entry(
          400,
          "container \""
              + container
              + "\" in pod \""
              + pod
              + "\" is waiting to start: ContainerCreating");
    }
    List<String> lines = List.of(text.split("\n", -1));
    int end = lines.get(lines.size() - 1).isEmpty() ? lines.size() - 1 : lines.size();
    int from = tailLines > 0 ? Math.max(0, end - tailLines) : 0;
    return Map.entry(200, String.join("\n", lines.subList(from, end)) + "\n");
  }

  static Map<String, String> query(HttpServerExchange exchange) {
    Map<String, String> query = new HashMap<>();
    exchange
        .getQueryParameters()
        .forEach((key, values) -> query.put(key, values.isEmpty() ? "" : values.getFirst()));
    return query;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
