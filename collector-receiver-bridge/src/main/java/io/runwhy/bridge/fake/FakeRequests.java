package io.runwhy.bridge.fake;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers requests to the fake API. */
final class FakeRequests implements HttpHandler {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api/v1|apis/[^/]+/[^/]+)(?:/namespaces/([^/]+))?/([a-z]+)(?:/([^/]+))?(?:/(log|status))?");
  private static final long BOOKMARK_MILLIS = 1_000;

  private final FakeKubernetesApi api;

  FakeRequests(FakeKubernetesApi api) {
    this.api = api;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String path = exchange.getRequestPath();
    if (path.endsWith("/selfsubjectaccessreviews")) {
      review(exchange);
      return;
    }
    if (path.equals("/readyz") || path.equals("/version")) {
      send(exchange, 200, "{\"gitVersion\":\"v1.34.0-fake\"}");
      return;
    }
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      status(exchange, 404, "NotFound", "the server could not find the requested resource");
      return;
    }
    String namespace = matcher.group(1) == null ? "" : matcher.group(1);
    String resource = matcher.group(2);
    String name = matcher.group(3);
    boolean log = "log".equals(matcher.group(4));
    Map<String, String> query = FakeKubernetesApi.query(exchange);
    boolean watch = query.getOrDefault("watch", "").matches("1|true");
    String verb = log ? "log" : name != null ? "get" : watch ? "watch" : "list";
    api.counted(verb, resource);
    Fault fault = api.takeFault(verb, resource);
    if (refused(exchange, verb, resource, fault)) {
      return;
    }
    switch (verb) {
      case "list" -> list(exchange, namespace, resource, query);
      case "watch" -> watch(exchange, resource, namespace, query, fault);
      case "log" -> log(exchange, namespace, name == null ? "" : name, query);
      default -> get(exchange, namespace, resource, name == null ? "" : name);
    }
  }

  private boolean refused(
      HttpServerExchange exchange, String verb, String resource, @Nullable Fault fault)
      throws InterruptedException {
    String right = verb.equals("log") ? "get pods/log" : verb + ' ' + resource;
    if (api.isDenied(
        right.substring(0, right.indexOf(' ')), right.substring(right.indexOf(' ') + 1))) {
      status(exchange, 403, "Forbidden", resource + " is forbidden: User \"fake\" cannot " + right);
      return true;
    }
    if (fault == null) {
      return false;
    }
    if (fault.kind() == Fault.Kind.SLOW) {
      TimeUnit.MILLISECONDS.sleep(fault.pause().toMillis());
    }
    if (fault.kind() == Fault.Kind.STATUS) {
      if (fault.after() == 429) {
        exchange
            .getResponseHeaders()
            .put(Headers.RETRY_AFTER, Long.toString(fault.pause().toSeconds()));
      }
      String reason = fault.after() == 410 ? "Expired" : "InternalError";
      status(exchange, fault.after(), reason, "injected status " + fault.after());
      return true;
    }
    return false;
  }

  private void list(
      HttpServerExchange exchange, String namespace, String resource, Map<String, String> query) {
    int limit = Integer.parseInt(query.getOrDefault("limit", "0"));
    String from = query.getOrDefault("continue", "");
    ObjectNode list = JSON.createObjectNode();
    list.put("apiVersion", "v1");
    list.put("kind", "List");
    ObjectNode meta = list.putObject("metadata");
    meta.put("resourceVersion", Long.toString(api.store().version()));
    ArrayNode items = list.putArray("items");
    int skip = from.isEmpty() ? 0 : Integer.parseInt(from);
    int index = 0;
    for (ObjectNode object : api.store().list(resource, namespace)) {
      if (Selector.matches(
          object,
          query.getOrDefault("labelSelector", ""),
          query.getOrDefault("fieldSelector", ""))) {
        if (index >= skip && (limit == 0 || items.size() < limit)) {
          ObjectNode item = object.deepCopy();
          item.remove("kind"); // items of a real list have none
          item.remove("apiVersion");
          items.add(item);
        }
        index++;
      }
    }
    if (skip + items.size() < index) {
      meta.put("continue", Integer.toString(skip + items.size()));
    }
    send(exchange, 200, list.toString());
  }

  private void watch(
      HttpServerExchange exchange,
      String resource,
      String namespace,
      Map<String, String> query,
      @Nullable Fault fault)
      throws IOException, InterruptedException {
    String wanted = query.getOrDefault("resourceVersion", "");
    long version = wanted.isEmpty() ? api.store().version() : Long.parseLong(wanted);
    long end =
        System.nanoTime()
            + TimeUnit.SECONDS.toNanos(Long.parseLong(query.getOrDefault("timeoutSeconds", "300")));
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    OutputStream out = exchange.getOutputStream();
    out.flush();
    int sent = 0;
    while (!api.isClosed() && System.nanoTime() < end) {
      if (fault != null && sent >= fault.after() && broken(fault, out)) {
        return;
      }
      List<Store.Change> changes = api.store().after(version, resource, BOOKMARK_MILLIS);
      if (changes == null) {
        write(out, gone());
        return;
      }
      for (Store.Change change : changes) {
        version = change.version();
        if (visible(change.object(), namespace, query)) {
          write(out, event(change.type(), change.object()));
          sent++;
          if (fault != null && sent >= fault.after() && broken(fault, out)) {
            return;
          }
        }
      }
      if (changes.isEmpty()) {
        write(out, bookmark(Math.max(version, 1)));
      }
    }
  }

  /** Does what the fault says; whether the watch is over. */
  private static boolean broken(Fault fault, OutputStream out) throws IOException {
    return switch (fault.kind()) {
      case CUT -> {
        out.write(FakeKubernetesApi.utf8("{\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Po"));
        out.flush();
        yield true;
      }
      case GONE -> {
        write(out, gone());
        yield true;
      }
      case GARBAGE -> {
        out.write(FakeKubernetesApi.utf8("this is no JSON\n"));
        out.flush();
        yield true;
      }
      default -> false;
    };
  }

  private static boolean visible(ObjectNode object, String namespace, Map<String, String> query) {
    return (namespace.isEmpty() || Store.text(object, "/metadata/namespace").equals(namespace))
        && Selector.matches(object, query.getOrDefault("labelSelector", ""), "");
  }

  private void get(HttpServerExchange exchange, String namespace, String resource, String name) {
    ObjectNode object = api.store().get(resource, namespace, name);
    if (object == null) {
      status(exchange, 404, "NotFound", resource + " \"" + name + "\" not found");
    } else {
      send(exchange, 200, object.toString());
    }
  }

  private void log(
      HttpServerExchange exchange, String namespace, String pod, Map<String, String> query) {
    Map.Entry<Integer, String> answer =
        api.log(
            namespace,
            pod,
            query.getOrDefault("container", ""),
            query.getOrDefault("previous", "").equals("true"),
            Integer.parseInt(query.getOrDefault("tailLines", "0")));
    if (answer.getKey() == 200) {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
      exchange.getResponseSender().send(answer.getValue());
    } else {
      status(exchange, answer.getKey(), "BadRequest", answer.getValue());
    }
  }

  private void review(HttpServerExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getInputStream().readAllBytes());
    JsonNode asked = body.at("/spec/resourceAttributes");
    String sub = asked.path("subresource").asString("");
    String resource = asked.path("resource").asString("") + (sub.isEmpty() ? "" : "/" + sub);
    ObjectNode answer = JSON.createObjectNode();
    answer.put("kind", "SelfSubjectAccessReview");
    answer
        .putObject("status")
        .put("allowed", !api.isDenied(asked.path("verb").asString(""), resource));
    send(exchange, 201, answer.toString());
  }

  private static ObjectNode event(String type, JsonNode object) {
    ObjectNode event = JSON.createObjectNode();
    event.put("type", type);
    event.set("object", object);
    return event;
  }

  private static ObjectNode bookmark(long version) {
    ObjectNode object = JSON.createObjectNode();
    object.putObject("metadata").put("resourceVersion", Long.toString(version));
    return event("BOOKMARK", object);
  }

  private static ObjectNode gone() {
    ObjectNode status = JSON.createObjectNode();
    status.put("kind", "Status");
    status.put("code", 410);
    status.put("reason", "Expired");
    status.put("message", "too old resource version");
    return event("ERROR", status);
  }

  private static void write(OutputStream out, JsonNode event) throws IOException {
    out.write(FakeKubernetesApi.utf8(event + "\n"));
    out.flush();
  }

  private static void status(HttpServerExchange exchange, int code, String reason, String message) {
    ObjectNode status = JSON.createObjectNode();
    status.put("kind", "Status");
    status.put("status", "Failure");
    status.put("code", code);
    status.put("reason", reason);
    status.put("message", message);
    send(exchange, code, status.toString());
  }

  private static void send(HttpServerExchange exchange, int code, String body) {
    exchange.setStatusCode(code);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(body);
  }
}
