package io.runwhy.bridge.source.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.runwhy.bridge.config.KubernetesConfig;
import io.runwhy.bridge.source.Fields;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads from one API server. fabric8's client brings kubeconfig, service account, TLS and proxies;
 * what comes back is plain JSON, so that one odd object never spoils a page.
 */
final class Api implements AutoCloseable {
  static final int CONNECT_TIMEOUT_MS = 10_000;
  static final int READ_TIMEOUT_MS = 60_000;

  /** Longest text of one JSON value; the API server itself refuses objects above about 1.5 MiB. */
  private static final int MAX_TEXT = 16 * 1024 * 1024;

  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(MAX_TEXT).build())
                  .build())
          .build();

  private static final Logger logger = LoggerFactory.getLogger(Api.class);
  private static final ScheduledExecutorService DEADLINES =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "runwhy-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  private final KubernetesClient client;
  private final String base;

  private Api(KubernetesClient client) {
    this.client = client;
    String url = client.getConfiguration().getMasterUrl();
    this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** An answer: its status and its body as JSON; a body that is no JSON is empty. */
  record Reply(int status, JsonNode body, int retryAfterSeconds) {
    boolean ok() {
      return status >= 200 && status < 300;
    }

    String message() {
      String text = Fields.text(body, "message");
      return text.isEmpty() ? "HTTP " + status : text;
    }
  }

  /** A body that is read as it comes. The caller closes it. */
  record Streamed(int status, InputStream body, int retryAfterSeconds) {
    boolean ok() {
      return status >= 200 && status < 300;
    }
  }

  static Api connect(KubernetesConfig config) {
    String context = config.context().isEmpty() ? null : config.context();
    Config base;
    if (config.kubeconfig().isEmpty()) {
      base = Config.autoConfigure(context);
    } else {
      base = Config.fromKubeconfig(new File(config.kubeconfig()));
      if (context != null) {
        base.setCurrentContext(
            base.getContexts().stream()
                .filter(c -> c.getName().equals(context))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no context " + context)));
      }
    }
    Config tuned =
        new ConfigBuilder(base)
            .withRequestRetryBackoffLimit(0)
            .withConnectionTimeout(CONNECT_TIMEOUT_MS)
            .withRequestTimeout(0)
            .build();
    try {
      return new Api(client(tuned));
    } catch (KubernetesClientException e) {
      // fabric8 takes a PKCS#8 client key for RSA unless it is told otherwise.
      return new Api(client(new ConfigBuilder(tuned).withClientKeyAlgo("EC").build()));
    }
  }

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
  }

  /** Where the API server is, for messages. */
  String address() {
    return base;
  }

  String clusterName() {
    var context = client.getConfiguration().getCurrentContext();
    return context == null
            || context.getContext() == null
            || context.getContext().getCluster() == null
        ? ""
        : context.getContext().getCluster();
  }

  Reply get(String path, Map<String, String> query) throws IOException, InterruptedException {
    return reply(stream(path, query, READ_TIMEOUT_MS));
  }

  Reply post(String path, JsonNode body) throws IOException, InterruptedException {
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(base + path)
            .post("application/json", body.toString())
            .timeout(READ_TIMEOUT_MS, TimeUnit.MILLISECONDS)
            .build();
    return reply(send(request, READ_TIMEOUT_MS));
  }

  /**
   * Opens a body.
   *
   * @param timeoutMs until the answer begins; the body itself may last for ever
   */
  Streamed stream(String path, Map<String, String> query, long timeoutMs)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        client.getHttpClient().newHttpRequestBuilder().uri(base + path + query(query));
    request.header("Accept", "application/json, */*");
    return send(request.forStreaming().build(), timeoutMs);
  }

  @Override
  public void close() {
    client.close();
  }

  private Streamed send(HttpRequest request, long timeoutMs)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<InputStream>> future =
        client.getHttpClient().sendAsync(request, InputStream.class);
    try {
      HttpResponse<InputStream> response = future.get(timeoutMs, TimeUnit.MILLISECONDS);
      return new Streamed(response.code(), response.body(), retryAfter(response));
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new IOException("no answer from " + base + " within " + timeoutMs / 1000 + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String message =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      throw new IOException(message, cause);
    }
  }

  /** A server that stops in the middle of an answer is cut off. */
  private static Reply reply(Streamed streamed) throws IOException {
    ScheduledFuture<?> deadline =
        DEADLINES.schedule(
            () -> closeQuietly(streamed.body()), READ_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    try (InputStream in = streamed.body()) {
      JsonNode body;
      try {
        body = JSON.readTree(in);
      } catch (JacksonException e) {
        if (streamed.ok()) {
          throw new IOException("the answer is no JSON: " + e.getOriginalMessage(), e);
        }
        body = JSON.createObjectNode();
      }
      return new Reply(streamed.status(), body, streamed.retryAfterSeconds());
    } finally {
      deadline.cancel(false);
    }
  }

  private static void closeQuietly(InputStream in) {
    try {
      in.close();
    } catch (IOException ignored) {
      // The reader finds out by itself.
      logger.debug("an answer that took too long could not be closed", ignored);
    }
  }

  private static int retryAfter(HttpResponse<?> response) {
    String value = response.header("Retry-After");
    return value != null && value.matches("[0-9]{1,4}") ? Integer.parseInt(value) : 0;
  }

  private static String query(Map<String, String> query) {
    StringBuilder text = new StringBuilder();
    query.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            text.append(text.isEmpty() ? '?' : '&')
                .append(key)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
          }
        });
    return text.toString();
  }
}
