package io.runwhy.bridge.fake;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers requests to the fake AWS: the operation stands in X-Amz-Target, the Region in the
 * signature, which is not checked.
 */
final class AwsRequests implements HttpHandler {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Pattern SCOPE = Pattern.compile("Credential=[^/]+/\\d{8}/([^/]+)/");
  private static final HttpString TARGET = new HttpString("X-Amz-Target");
  private static final HttpString REQUEST_ID = new HttpString("x-amzn-RequestId");
  private static final HttpString QUERY_ERROR = new HttpString("x-amzn-query-error");

  private final FakeAws aws;

  AwsRequests(FakeAws aws) {
    this.aws = aws;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String target = header(exchange, TARGET);
    String operation = target.substring(target.lastIndexOf('.') + 1);
    String region = region(header(exchange, Headers.AUTHORIZATION));
    aws.counted(operation, region);
    byte[] body = exchange.getInputStream().readAllBytes();
    AwsFault fault = aws.takeFault(operation);
    if (fault != null && fault.kind() == AwsFault.Kind.CUT) {
      exchange.getConnection().close();
      return;
    }
    if (fault != null && fault.kind() == AwsFault.Kind.SLOW) {
      TimeUnit.MILLISECONDS.sleep(fault.pause().toMillis());
    }
    boolean sqs = target.startsWith("AmazonSQS.");
    String type = "application/x-amz-json-1." + (sqs ? '0' : '1');
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    exchange.getResponseHeaders().put(REQUEST_ID, java.util.UUID.randomUUID().toString());
    try {
      if (fault != null && fault.kind() == AwsFault.Kind.ERROR) {
        throw new AwsError(fault.status(), fault.type(), fault.message());
      }
      ObjectNode answer = answer(target, operation, region, parse(body));
      exchange.setStatusCode(200);
      exchange.getResponseSender().send(answer.toString());
    } catch (AwsError e) {
      refuse(exchange, e, sqs);
    }
  }

  private ObjectNode answer(String target, String operation, String region, JsonNode body)
      throws InterruptedException {
    int dot = target.indexOf('.');
    return switch (dot < 0 ? "" : target.substring(0, dot)) {
      case "AmazonEC2ContainerServiceV20141113" -> aws.ecs().answer(operation, body);
      case "AmazonSQS" -> aws.queues().answer(operation, body);
      case "Logs_20140328" -> aws.logs().answer(operation, region, body);
      default -> throw unknown(operation);
    };
  }

  static AwsError unknown(String operation) {
    return AwsError.of("UnknownOperationException", "the fake AWS has no " + operation);
  }

  /** A text of a request; empty when there is none. */
  static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isValueNode() && !value.isNull() ? value.asString() : "";
  }

  /** A number of a request, or what stands for none. */
  static long number(JsonNode node, String key, long otherwise) {
    JsonNode value = node.path(key);
    return value.isNumber() ? value.asLong() : otherwise;
  }

  private static void refuse(HttpServerExchange exchange, AwsError error, boolean sqs) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("__type", (sqs ? "com.amazonaws.sqs#" : "") + error.type());
    answer.put("message", error.getMessage());
    if (error.type().equals("QueueDoesNotExist")) {
      exchange
          .getResponseHeaders()
          .put(QUERY_ERROR, "AWS.SimpleQueueService.NonExistentQueue;Sender");
    }
    exchange.setStatusCode(error.status());
    exchange.getResponseSender().send(answer.toString());
  }

  private static JsonNode parse(byte[] body) throws IOException {
    if (body.length == 0) {
      return JSON.createObjectNode();
    }
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw AwsError.of("SerializationException", "not JSON");
    }
  }

  private static String header(HttpServerExchange exchange, HttpString name) {
    @Nullable String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static String region(String authorization) {
    Matcher matcher = SCOPE.matcher(authorization);
    return matcher.find() ? matcher.group(1) : "";
  }
}
