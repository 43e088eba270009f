package io.runwhy.bridge.testing;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** An OTLP receiver in this JVM (http/protobuf), with the moods that a real one has. */
public final class OtlpReceiver implements AutoCloseable {
  public final List<LogRecord> logs = new CopyOnWriteArrayList<>();
  public final List<Span> spans = new CopyOnWriteArrayList<>();
  public final List<Metric> metrics = new CopyOnWriteArrayList<>();
  public final AtomicInteger requests = new AtomicInteger();
  private volatile int status = 200;
  private volatile Predicate<LogRecord> poison = r -> false;
  private final Undertow server;
  private final String url;

  public OtlpReceiver() {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(4)
            .setHandler(new BlockingHandler(this::take))
            .build();
    server.start();
    url =
        "http://127.0.0.1:"
            + ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  public String url() {
    return url;
  }

  /** Answers every request with this status from now on; 200 is well. */
  public void answer(int code) {
    status = code;
  }

  /** Refuses with 400 every request that holds such a log record. */
  public void refuse(Predicate<LogRecord> bad) {
    poison = bad;
  }

  public List<LogRecord> events(String name) {
    return logs.stream().filter(r -> r.getEventName().equals(name)).toList();
  }

  public static String attribute(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(a -> a.getKey().equals(key))
        .map(
            a ->
                a.getValue().hasIntValue()
                    ? Long.toString(a.getValue().getIntValue())
                    : a.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    server.stop();
  }

  private void take(HttpServerExchange exchange) throws IOException {
    requests.incrementAndGet();
    InputStream in = exchange.getInputStream();
    if ("gzip".equals(exchange.getRequestHeaders().getFirst(Headers.CONTENT_ENCODING))) {
      in = new GZIPInputStream(in);
    }
    byte[] body = in.readAllBytes();
    int code = status == 200 ? store(exchange.getRequestPath(), body) : status;
    exchange.setStatusCode(code);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/x-protobuf");
    exchange.endExchange();
  }

  private int store(String path, byte[] body) throws IOException {
    switch (path) {
      case "/v1/logs" -> {
        List<LogRecord> records =
            ExportLogsServiceRequest.parseFrom(body).getResourceLogsList().stream()
                .flatMap(r -> r.getScopeLogsList().stream())
                .flatMap(s -> s.getLogRecordsList().stream())
                .toList();
        if (records.stream().anyMatch(poison)) {
          return 400;
        }
        logs.addAll(records);
      }
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
