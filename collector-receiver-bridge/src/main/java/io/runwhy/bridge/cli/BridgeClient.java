package io.runwhy.bridge.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Options to reach a running bridge, and the calls to it. */
final class BridgeClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:RUNWHY_SERVER:-http://127.0.0.1:8088}",
      description = "The bridge's address; also RUNWHY_SERVER. Default: http://127.0.0.1:8088.")
  String server = "http://127.0.0.1:8088";

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:RUNWHY_TOKEN:-}",
      description = "The bridge's bearer token; also RUNWHY_TOKEN.")
  String token = "";

  JsonNode get(String path) {
    HttpRequest.Builder request;
    try {
      URI uri = URI.create(server.replaceAll("/+$", "") + path);
      request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).GET();
    } catch (IllegalArgumentException e) {
      throw new CliException(
          Exit.BAD_INPUT,
          "option --server: \"" + server + "\" is no URL such as http://127.0.0.1:8088");
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> response = send(request.build());
    if (response.statusCode() == 401) {
      throw new CliException(
          Exit.BAD_INPUT, server + " wants a bearer token: give --token or set RUNWHY_TOKEN");
    }
    JsonNode body;
    try {
      body = JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw new CliException(
          Exit.CANNOT_CONNECT,
          server
              + " is no Runwhy bridge: it answered HTTP "
              + response.statusCode()
              + " without JSON");
    }
    if (response.statusCode() != 200) {
      String message = body.path("message").asString("HTTP " + response.statusCode());
      throw new CliException(
          response.statusCode() >= 500 ? Exit.CANNOT_CONNECT : Exit.BAD_INPUT, message);
    }
    return body;
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .build()
          .send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new CliException(
          Exit.CANNOT_CONNECT,
          "no bridge answers at "
              + server
              + "; start one with: runwhy bridge, or name another with --server",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(Exit.CANNOT_CONNECT, "interrupted", e);
    }
  }
}
