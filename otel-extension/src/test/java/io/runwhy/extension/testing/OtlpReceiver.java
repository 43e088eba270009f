package io.runwhy.extension.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** An OTLP receiver in this JVM (http/protobuf), with the moods that a real one has. */
public final class OtlpReceiver implements AutoCloseable {
  public final List<LogRecord> logs = new CopyOnWriteArrayList<>();
  public final List<Span> spans = new CopyOnWriteArrayList<>();
  public final List<Metric> metrics = new CopyOnWriteArrayList<>();

  /** The resource of each export of logs. */
  public final List<Map<String, String>> logResources = new CopyOnWriteArrayList<>();

  /** Path and headers of each request, those that were not taken among them. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private volatile int status = 200;
  private volatile long delayMillis;

  public OtlpReceiver() {
    this(0);
  }

  /** On a port of choice: one that was closed and comes back. */
  public OtlpReceiver(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::take);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "otlp-receiver");
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Answers with this status from now on; 200 is well. */
  public void answer(int code) {
    status = code;
  }

  /** Answers this late from now on. */
  public void delay(long millis) {
    delayMillis = millis;
  }

  /** The log records of an event, in the order of their coming. */
  public List<LogRecord> events(String name) {
    return logs.stream().filter(r -> r.getEventName().equals(name)).toList();
  }

  /** Attributes as texts, sorted. */
  public static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(KeyValue::getKey, a -> text(a.getValue()), (a, b) -> b, TreeMap::new));
  }

  public static String attribute(List<KeyValue> attributes, String key) {
    return attributes(attributes).getOrDefault(key, "");
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(OtlpReceiver::text)
              .toList()
              .toString();
      default -> value.getStringValue();
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      InputStream in = exchange.getRequestBody();
      if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
        in = new GZIPInputStream(in);
      }
      byte[] body = in.readAllBytes();
      requests.add(
          exchange.getRequestURI().getPath() + ' ' + exchange.getRequestHeaders().entrySet());
      if (delayMillis > 0) {
        Thread.sleep(delayMillis);
      }
      int code = status == 200 ? store(exchange.getRequestURI().getPath(), body) : status;
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(code, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int store(String path, byte[] body) throws IOException {
    switch (path) {
      case "/v1/logs" ->
          ExportLogsServiceRequest.parseFrom(body).getResourceLogsList().stream()
              .peek(r -> logResources.add(attributes(r.getResource().getAttributesList())))
              .flatMap(r -> r.getScopeLogsList().stream())
              .flatMap(s -> s.getLogRecordsList().stream())
              .forEach(logs::add);
      case "/v1/traces" ->
          ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
              .flatMap(r -> r.getScopeSpansList().stream())
              .flatMap(s -> s.getSpansList().stream())
              .forEach(spans::add);
      case "/v1/metrics" ->
          ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList().stream()
              .flatMap(r -> r.getScopeMetricsList().stream())
              .flatMap(s -> s.getMetricsList().stream())
              .forEach(metrics::add);
      default -> {
        return 404;
      }
    }
    return 200;
  }
}
