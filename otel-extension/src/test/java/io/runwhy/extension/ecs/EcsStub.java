package io.runwhy.extension.ecs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amazon ECS as far as RunTask and StartTask go; the family says what it answers. */
final class EcsStub implements AutoCloseable {
  private static final Pattern FAMILY = Pattern.compile("\"taskDefinition\":\"([a-z]+)");

  /** Operation and body of each request, in order. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final HttpServer server;

  EcsStub() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body =
          new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
              .replaceAll("\"clientToken\":\"[0-9a-f-]{36}\"", "\"clientToken\":\"made\"");
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      requests.add(target.substring(target.lastIndexOf('.') + 1) + " " + body);
      Matcher family = FAMILY.matcher(body);
      String name = family.find() ? family.group(1) : "";
      byte[] answer = text(name).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(name.equals("denied") ? 400 : 200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static String text(String family) {
    String failure =
        "{\"arn\":\"arn:aws:ecs:eu-west-1:123456789012:container-instance/i\",\"reason\":\"RESOURCE:MEMORY\"}";
    return switch (family) {
      case "denied" ->
          "{\"__type\":\"AccessDeniedException\",\"message\":\"User: arn:aws:iam::123456789012:user/me is not authorized to perform: ecs:RunTask on resource: x because no identity-based policy allows the ecs:RunTask action\"}";
      case "failures" -> "{\"tasks\":[],\"failures\":[" + failure + "]}";
      case "both" -> "{\"tasks\":[" + task("both1") + "],\"failures\":[" + failure + "]}";
      case "many" ->
          "{\"tasks\":["
              + task("many1")
              + ","
              + task("many2")
              + ","
              + task("many3")
              + "],\"failures\":[]}";
      default -> "{\"tasks\":[" + task(family + "1") + "],\"failures\":[]}";
    };
  }

  private static String task(String id) {
    return "{\"taskArn\":\"arn:aws:ecs:eu-west-1:123456789012:task/data/"
        + id
        + "\",\"clusterArn\":\"arn:aws:ecs:eu-west-1:123456789012:cluster/data\",\"launchType\":\"FARGATE\"}";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
