package io.runwhy.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An HTTP API on a free loopback port that keeps every request, in the order of their coming. */
final class RecordingApi implements AutoCloseable {
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<ObjectNode> created = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Backend backend;

  RecordingApi(Backend backend) throws IOException {
    this.backend = backend;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** What programs created here, as the API answered; tasks of ECS too. */
  List<ObjectNode> created() {
    return List.copyOf(created);
  }

  /** A kubeconfig that names it. */
  String kubeconfig() {
    return String.join(
        "\n",
        "apiVersion: v1",
        "kind: Config",
        "current-context: local",
        "contexts:",
        "- {name: local, context: {cluster: local, user: me, namespace: "
            + backend.namespace()
            + "}}",
        "clusters:",
        "- {name: local, cluster: {server: \"" + url() + "\"}}",
        "users:",
        "- {name: me, user: {}}",
        "");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    backend.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
      InputStream in = exchange.getRequestBody();
      if (headers.getOrDefault("content-encoding", "").equals("gzip")) {
        in = new GZIPInputStream(in);
      }
      String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String query = exchange.getRequestURI().getRawQuery();
      Call call =
          new Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              query == null ? "" : query,
              headers,
              Json.read(body));
      calls.add(call);
      Backend.Answer answer = backend.answer(call);
      keep(call, answer);
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  private void keep(Call call, Backend.Answer answer) {
    if (call.method().equals("POST") && answer.status() < 300) {
      JsonNode body = Json.read(answer.body());
      if (body.has("tasks")) {
        body.get("tasks").forEach(task -> created.add((ObjectNode) task));
      } else {
        created.add((ObjectNode) body);
      }
    }
  }
}
