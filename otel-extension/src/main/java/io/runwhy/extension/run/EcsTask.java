package io.runwhy.extension.run;

import io.runwhy.conventions.RunAttributes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ECS task that this process runs in, read once from the task metadata endpoint. It is asked
 * over a plain socket, so that the program's own HTTP spans and proxies have no part in it.
 */
final class EcsTask {
  /** Names the endpoint, in each container of a task. */
  static final String VARIABLE = "ECS_CONTAINER_METADATA_URI_V4";

  /** Longest wait for the whole answer. */
  static final Duration LIMIT = Duration.ofSeconds(1);

  /** Bytes of an answer that are read. */
  static final int MAX_ANSWER = 64 * 1024;

  private EcsTask() {}

  /**
   * Asks for it.
   *
   * @throws IOException when there is no answer in time, or the address is not the one of the
   *     endpoint
   */
  static Map<String, Object> read(String endpoint) throws IOException {
    URI uri = endpoint(endpoint);
    Map<String, Object> known = attributes(get(uri, uri.getPath() + "/task"));
    String container = field(get(uri, uri.getPath()), "DockerId");
    if (!container.isEmpty()) {
      known.put(RunAttributes.CONTAINER_ID, container);
    }
    return known;
  }

  /** Only the address that ECS itself gives, or this machine: nothing else is ever asked. */
  static URI endpoint(String text) throws IOException {
    try {
      URI uri = new URI(text.trim());
      String host = uri.getHost();
      if ("http".equals(uri.getScheme())
          && ("169.254.170.2".equals(host) || "127.0.0.1".equals(host))
          && uri.getRawQuery() == null
          && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new IOException("is no URI", e);
    }
    throw new IOException("is not the address of the task metadata endpoint");
  }

  /** Attributes that the answer holds. */
  static Map<String, Object> attributes(String json) {
    Map<String, Object> known = new LinkedHashMap<>();
    String arn = field(json, "TaskARN");
    put(known, RunAttributes.AWS_ECS_TASK_ARN, arn);
    put(known, RunAttributes.AWS_ECS_TASK_ID, arn.substring(arn.lastIndexOf('/') + 1));
    put(known, RunAttributes.AWS_ECS_TASK_FAMILY, field(json, "Family"));
    put(known, RunAttributes.AWS_ECS_TASK_REVISION, field(json, "Revision"));
    put(
        known,
        RunAttributes.AWS_ECS_LAUNCHTYPE,
        field(json, "LaunchType").toLowerCase(Locale.ROOT));
    put(known, RunAttributes.CLOUD_AVAILABILITY_ZONE, field(json, "AvailabilityZone"));
    String[] parts = arn.split(":", 6);
    String cluster = field(json, "Cluster");
    if (parts.length == 6) {
      put(known, RunAttributes.CLOUD_REGION, parts[3]);
      put(known, RunAttributes.CLOUD_ACCOUNT_ID, parts[4]);
      if (!cluster.startsWith("arn:") && !cluster.isEmpty()) {
        cluster =
            String.join(":", "arn", parts[1], "ecs", parts[3], parts[4], "cluster/" + cluster);
      }
    }
    put(known, RunAttributes.AWS_ECS_CLUSTER_ARN, cluster.startsWith("arn:") ? cluster : "");
    return known;
  }

  /** The first field of this name; empty when there is none. */
  static String field(String json, String name) {
    Matcher matcher =
        Pattern.compile("\"" + name + "\"\\s{0,9}:\\s{0,9}\"([^\"\\\\\\p{Cntrl}]{1,512})\"")
            .matcher(json);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static void put(Map<String, Object> known, String key, String value) {
    if (!value.isEmpty()) {
      known.put(key, value);
    }
  }

  private static String get(URI uri, String path) throws IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    try (Socket socket = new Socket(java.net.Proxy.NO_PROXY)) {
      socket.connect(new InetSocketAddress(uri.getHost(), port), rest(end));
      String request =
          "GET " + path + " HTTP/1.0\r\nHost: " + uri.getHost() + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      while (answer.size() < MAX_ANSWER) {
        socket.setSoTimeout(rest(end));
        int read = in.read(buffer);
        if (read < 0) {
          break;
        }
        answer.write(buffer, 0, read);
      }
      String text = new String(answer.toByteArray(), StandardCharsets.UTF_8);
      if (!text.startsWith("HTTP/1.") || !text.startsWith(" 200", 8)) {
        throw new IOException("answered " + text.substring(0, Math.min(20, text.length())).trim());
      }
      return text;
    }
  }

  private static int rest(long end) throws IOException {
    long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (millis <= 0) {
      throw new IOException("did not answer in time");
    }
    return (int) millis;
  }
}
