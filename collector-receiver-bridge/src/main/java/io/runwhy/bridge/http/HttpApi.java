package io.runwhy.bridge.http;

import io.runwhy.bridge.answer.AnswerJson;
import io.runwhy.bridge.answer.LocalDiagnosis;
import io.runwhy.bridge.config.HttpConfig;
import io.runwhy.bridge.model.RunSnapshot;
import io.runwhy.bridge.source.NoRunException;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.RequestLimitingHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The HTTP API under {@code /api/v1}, and {@code /healthz} and {@code /readyz}. Bodies up to {@link
 * #MAX_BODY} bytes, at most {@link #MAX_REQUESTS} requests at once; what comes beyond waits in a
 * bounded queue and is then refused.
 */
public final class HttpApi implements AutoCloseable {
  static final long MAX_BODY = 32L * 1024 * 1024;
  static final int MAX_REQUESTS = 32;
  static final int MAX_WAITING = 64;
  static final int DEFAULT_LIMIT = 100;
  static final int MAX_LIMIT = 1_000;

  private static final Logger logger = LoggerFactory.getLogger(HttpApi.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpConfig config;
  private final RunDirectory runs;
  private final LocalDiagnosis diagnosis;
  private final InstantSource clock;
  private final Undertow server;

  public HttpApi(
      HttpConfig config, RunDirectory runs, LocalDiagnosis diagnosis, InstantSource clock) {
    this.config = config;
    this.runs = runs;
    this.diagnosis = diagnosis;
    this.clock = clock;
    HttpHandler api =
        Handlers.routing()
            .get("/api/v1/runs", this::list)
            .get("/api/v1/runs/{id}", this::run)
            .get("/api/v1/runs/{id}/logs", this::logs)
            .post("/api/v1/diagnose", this::diagnose)
            .setFallbackHandler(
                e ->
                    error(
                        e,
                        StatusCodes.NOT_FOUND,
                        "not_found",
                        "There is nothing at " + e.getRequestPath()))
            .setInvalidMethodHandler(
                e ->
                    error(
                        e,
                        StatusCodes.METHOD_NOT_ALLOWED,
                        "method_not_allowed",
                        e.getRequestMethod() + " is not possible at " + e.getRequestPath()));
    HttpHandler guarded = exchange -> guarded(exchange, api);
    HttpHandler root =
        Handlers.path(new BlockingHandler(guarded))
            .addExactPath("/healthz", e -> text(e, StatusCodes.OK, "ok"))
            .addExactPath(
                "/readyz",
                e ->
                    text(
                        e,
                        runs.ready() ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE,
                        runs.ready()
                            ? "ok"
                            : "not ready: the first list is not in, or a watch is down"));
    this.server =
        Undertow.builder()
            .addHttpListener(config.port(), config.host())
            .setServerOption(io.undertow.UndertowOptions.MAX_ENTITY_SIZE, MAX_BODY)
            .setServerOption(io.undertow.UndertowOptions.NO_REQUEST_TIMEOUT, 60_000)
            .setIoThreads(1)
            .setWorkerThreads(4)
            .setHandler(new RequestLimitingHandler(MAX_REQUESTS, MAX_WAITING, root))
            .build();
  }

  /** Begins to listen. */
  public void start() {
    server.start();
  }

  /** The port in use. */
  public int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void guarded(HttpServerExchange exchange, HttpHandler next) {
    if (!config.token().isEmpty() && !hasToken(exchange)) {
      exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
      error(
          exchange,
          StatusCodes.UNAUTHORIZED,
          "unauthorized",
          "A bearer token is needed: Authorization: Bearer TOKEN");
      return;
    }
    try {
      next.handleRequest(exchange);
    } catch (RunDirectory.BusyException e) {
      error(exchange, StatusCodes.SERVICE_UNAVAILABLE, "busy", String.valueOf(e.getMessage()));
    } catch (Exception e) {
      logger.warn("{} {} failed", exchange.getRequestMethod(), exchange.getRequestPath(), e);
      error(
          exchange,
          StatusCodes.INTERNAL_SERVER_ERROR,
          "unexpected",
          "The request could not be answered; the bridge's log has the reason");
    }
  }

  private boolean hasToken(HttpServerExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    String given =
        header != null && header.startsWith("Bearer ") ? header.substring(7).strip() : "";
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), config.token().getBytes(StandardCharsets.UTF_8));
  }

  private void list(HttpServerExchange exchange) throws RunDirectory.BusyException {
    int limit = number(exchange, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    int offset = number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
    if (limit < 0 || offset < 0) {
      return;
    }
    String state = parameter(exchange, "state");
    String code = parameter(exchange, "code");
    String name = parameter(exchange, "name");
    List<ObjectNode> all =
        runs.list().stream()
            .filter(r -> !r.states().isEmpty())
            .filter(r -> state.isEmpty() || r.current().state().wireName().equalsIgnoreCase(state))
            .filter(r -> name.isEmpty() || r.run().name().equals(name))
            .map(AnswerJson::summary)
            .filter(j -> code.isEmpty() || code.equalsIgnoreCase(j.path("code").asString("")))
            .toList();
    ObjectNode json = JSON.createObjectNode();
    json.put("count", all.size());
    json.put("limit", limit);
    json.put("offset", offset);
    ArrayNode page = json.putArray("runs");
    all.stream().skip(offset).limit(limit).forEach(page::add);
    json(exchange, StatusCodes.OK, json);
  }

  private void run(HttpServerExchange exchange) throws RunDirectory.BusyException {
    RunSnapshot run = found(exchange);
    if (run != null) {
      json(exchange, StatusCodes.OK, AnswerJson.run(run));
    }
  }

  private void logs(HttpServerExchange exchange) throws RunDirectory.BusyException {
    RunSnapshot run = found(exchange);
    if (run != null) {
      ObjectNode json = JSON.createObjectNode();
      json.put("id", run.run().key().runId());
      AnswerJson.logs(json, run.logs());
      json(exchange, StatusCodes.OK, json);
    }
  }

  private @org.jspecify.annotations.Nullable RunSnapshot found(HttpServerExchange exchange)
      throws RunDirectory.BusyException {
    String id = parameter(exchange, "id");
    RunSnapshot run = runs.find(id);
    if (run == null) {
      error(
          exchange,
          StatusCodes.NOT_FOUND,
          "not_found",
          "No run with id or name \"" + id + "\" is known; GET /api/v1/runs lists them");
    }
    return run;
  }

  private void diagnose(HttpServerExchange exchange) {
    if (exchange.getRequestContentLength() > MAX_BODY) {
      error(
          exchange,
          StatusCodes.REQUEST_ENTITY_TOO_LARGE,
          "too_large",
          "A body may have " + MAX_BODY + " bytes");
      return;
    }
    try {
      byte[] body = exchange.getInputStream().readAllBytes();
      JsonNode root = JSON.readTree(body);
      json(
          exchange,
          StatusCodes.OK,
          AnswerJson.answers(diagnosis.diagnose("", root, Map.of(), clock.instant())));
    } catch (JacksonException e) {
      error(
          exchange,
          StatusCodes.BAD_REQUEST,
          "bad_json",
          "The body is not valid JSON: " + e.getOriginalMessage());
    } catch (NoRunException e) {
      error(
          exchange,
          StatusCodes.UNPROCESSABLE_ENTITY,
          "no_run",
          "The body cannot be diagnosed: " + e.getMessage());
    } catch (IOException e) {
      error(
          exchange,
          StatusCodes.REQUEST_ENTITY_TOO_LARGE,
          "too_large",
          "The body could not be read: " + e.getMessage());
    }
  }

  /** A number of the query; -1 after an error was answered. */
  private int number(HttpServerExchange exchange, String name, int fallback, int min, int max) {
    String text = parameter(exchange, name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // answered below
    }
    error(
        exchange,
        StatusCodes.BAD_REQUEST,
        "bad_parameter",
        String.format(
            Locale.ROOT,
            "%s: \"%s\" is given, a whole number from %d to %d is expected",
            name,
            text,
            min,
            max));
    return -1;
  }

  private static String parameter(HttpServerExchange exchange, String name) {
    var values = exchange.getQueryParameters().get(name);
    String first = values == null ? null : values.peekFirst();
    return first == null ? "" : first;
  }

  private static void error(HttpServerExchange exchange, int status, String code, String message) {
    if (!exchange.isResponseStarted()) {
      ObjectNode json = JSON.createObjectNode();
      json.put("error", code);
      json.put("message", message);
      json(exchange, status, json);
    }
  }

  private static void json(HttpServerExchange exchange, int status, JsonNode body) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseHeaders().put(new HttpString("X-Content-Type-Options"), "nosniff");
    exchange.setStatusCode(status);
    exchange.getResponseSender().send(body.toString(), StandardCharsets.UTF_8);
  }

  private static void text(HttpServerExchange exchange, int status, String body) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
    exchange.setStatusCode(status);
    exchange.getResponseSender().send(body + "\n", StandardCharsets.UTF_8);
  }
}
