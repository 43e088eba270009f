package io.runwhy.extension.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * As much of a Kubernetes API server as creating needs. In namespace {@code full} a quota is used
 * up; namespace {@code dead} gets no answer; what is named {@code there} is there already.
 */
final class FakeApi implements AutoCloseable {
  /** One request as it came. */
  record Request(String method, String path, String query, Map<String, Object> body) {
    String name() {
      Object name = Json.at(body, "metadata", "name");
      return name == null
          ? String.valueOf(Json.at(body, "metadata", "generateName"))
          : name.toString();
    }
  }

  private static final String THERE =
      """
      {"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"there"},
       "spec":{"template":{"metadata":{},"spec":{}}}}""";

  final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Map<String, Object>> objects = new ConcurrentHashMap<>();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final HttpServer server;

  FakeApi() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
    String jobs = "/apis/batch/v1/namespaces/jobs/jobs";
    Map<String, Object> there = Json.object(THERE);
    objects.put(jobs + "/there", created(there, jobs));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The one request of that method for an object of that name. */
  Request request(String method, String name) {
    List<Request> found =
        requests.stream().filter(r -> r.method().equals(method) && r.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(method + " " + name + ": " + found);
    }
    return found.get(0);
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, Object> body = text.isEmpty() ? Map.of() : Json.object(text);
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      requests.add(new Request(method, path, query, body));
      if (path.contains("/namespaces/dead/")) {
        return;
      }
      answer(exchange, method, path, query, body);
    }
  }

  private void answer(
      HttpExchange exchange, String method, String path, String query, Map<String, Object> body)
      throws IOException {
    String name = String.valueOf(Json.at(body, "metadata", "name"));
    boolean post = method.equals("POST");
    if (path.contains("/namespaces/full/")) {
      String message =
          "jobs.batch \\\"nightly\\\" is forbidden: exceeded quota: jobs, requested:"
              + " count/jobs.batch=1, used: count/jobs.batch=5, limited: count/jobs.batch=5";
      send(exchange, 403, status(403, "Forbidden", message));
    } else if (post && objects.containsKey(path + "/" + name)) {
      String message = "jobs.batch \\\"" + name + "\\\" already exists";
      send(exchange, 409, status(409, "AlreadyExists", message));
    } else if (post) {
      Map<String, Object> created = created(body, path);
      if (!query.contains("dryRun")) {
        objects.put(path + "/" + Json.at(created, "metadata", "name"), created);
      }
      send(exchange, 201, Json.write(created));
    } else if (method.equals("GET") && !objects.containsKey(path)) {
      send(exchange, 404, status(404, "NotFound", "not found"));
    } else {
      String parent = path.substring(0, path.lastIndexOf('/'));
      Map<String, Object> object = objects.computeIfAbsent(path, p -> created(body, parent));
      send(exchange, 200, Json.write(object));
    }
  }

  private Map<String, Object> created(Map<String, Object> body, String path) {
    Map<String, Object> meta = new LinkedHashMap<>();
    if (Json.at(body, "metadata") instanceof Map<?, ?> given) {
      given.forEach((k, v) -> meta.put(k.toString(), v));
    }
    int number = objects.size();
    meta.computeIfAbsent("name", n -> meta.get("generateName") + "x7k2p");
    meta.put("uid", "00000000-0000-0000-0000-" + String.format("%012d", number));
    meta.put("namespace", path.split("/namespaces/")[1].split("/")[0]);
    meta.put("generation", 1L);
    meta.put("resourceVersion", "1");
    meta.put("creationTimestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    Map<String, Object> created = new LinkedHashMap<>(body);
    created.put("metadata", meta);
    return created;
  }

  private static String status(int code, String reason, String message) {
    return """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
        "message":"%s","reason":"%s","code":%d}"""
        .formatted(message, reason, code);
  }

  private static void send(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
