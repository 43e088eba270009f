package io.runwhy.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A namespace of its own in a real cluster, reached through {@code kubectl proxy}, so that programs
 * need no certificates. Without a cluster (RUNWHY_TEST_KUBECONFIG, RUNWHY_TEST_KUBECTL) the test is
 * skipped.
 */
final class Cluster implements Backend {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String namespace =
      "subject-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
  private final Process proxy;
  private final String url;

  Cluster() {
    String kubeconfig = System.getenv().getOrDefault("RUNWHY_TEST_KUBECONFIG", "");
    String kubectl = System.getenv().getOrDefault("RUNWHY_TEST_KUBECTL", "");
    if (kubeconfig.isEmpty() || kubectl.isEmpty()) {
      System.out.println(
          "SKIPPED for want of a Kubernetes cluster: RUNWHY_TEST_KUBECONFIG and RUNWHY_TEST_KUBECTL"
              + " are not set; testing/components/README.md tells how to start one");
      Assumptions.abort("no cluster");
    }
    try {
      proxy =
          new ProcessBuilder(kubectl, "--kubeconfig", kubeconfig, "proxy", "--port=0")
              .redirectErrorStream(true)
              .start();
      BufferedReader out = proxy.inputReader(StandardCharsets.UTF_8);
      String line = out.readLine();
      if (line == null || !line.startsWith("Starting to serve on ")) {
        throw new IllegalStateException("kubectl proxy says " + line);
      }
      url = "http://" + line.substring("Starting to serve on ".length()).strip();
      send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}");
      Awaitility.await()
          .until(
              () ->
                  send("GET", "/api/v1/namespaces/" + namespace + "/serviceaccounts/default", "")
                          .statusCode()
                      == 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where programs reach it. */
  String url() {
    return url;
  }

  /** A kubeconfig that names it. */
  String kubeconfig() {
    return String.join(
        "\n",
        "apiVersion: v1",
        "kind: Config",
        "current-context: local",
        "contexts:",
        "- {name: local, context: {cluster: local, user: me, namespace: " + namespace + "}}",
        "clusters:",
        "- {name: local, cluster: {server: \"" + url + "\"}}",
        "users:",
        "- {name: me, user: {}}",
        "");
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public Answer answer(Call call) throws IOException {
    String query = call.query().isEmpty() ? "" : "?" + call.query();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + call.path() + query))
            .method(call.method(), body(call.body().isMissingNode() ? "" : call.body().toString()));
    for (String header : List.of("content-type", "accept")) {
      if (!call.header(header).isEmpty()) {
        request.header(header, call.header(header));
      }
    }
    HttpResponse<String> response = send(request.build());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("content-type").orElse("application/json"),
        response.body());
  }

  /** Removes what is there of a kind, as an operator would. */
  void deleteAll(String path) throws IOException {
    HttpResponse<String> response =
        send("DELETE", path.replace("{namespace}", namespace), "{\"gracePeriodSeconds\":0}");
    if (response.statusCode() >= 300) {
      throw new IOException(response.body());
    }
  }

  @Override
  public void close() {
    try {
      send("DELETE", "/api/v1/namespaces/" + namespace, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      proxy.destroy();
      try {
        proxy.waitFor(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private HttpResponse<String> send(String method, String path, String body) throws IOException {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .method(method, body(body))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.BodyPublisher body(String text) {
    return text.isEmpty()
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofString(text);
  }
}
