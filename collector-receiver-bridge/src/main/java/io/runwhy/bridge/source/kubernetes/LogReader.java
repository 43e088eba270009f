package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.logs.TailBuilder;
import io.runwhy.bridge.model.EvidenceRequest.LogRef;
import io.runwhy.bridge.model.LogTail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the log of one container attempt. What the kubelet says when there is no log is told as
 * such and never taken for output of the program.
 */
final class LogReader {
  private static final Pattern NEVER_STARTED = Pattern.compile("is waiting to start");
  private static final Pattern KUBELET_SENTENCE =
      Pattern.compile(
          "^(?:unable to retrieve container logs for|failed to try resolving symlinks in path|"
              + "failed to watch file|rpc error: code = |Error from server)");

  private final Api api;
  private final LogsConfig config;
  private final TailBuilder tails;

  LogReader(Api api, LogsConfig config) {
    this.api = api;
    this.config = config;
    this.tails = new TailBuilder(config);
  }

  LogTail read(String namespace, LogRef ref) throws InterruptedException {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("container", ref.container());
    query.put("previous", ref.previous() ? "true" : "");
    query.put("tailLines", Integer.toString(config.tailLines()));
    query.put("timestamps", "true");
    String path = "/api/v1/namespaces/" + namespace + "/pods/" + ref.name() + "/log";
    try {
      Api.Streamed stream = api.stream(path, query, Api.READ_TIMEOUT_MS);
      try (InputStream in = stream.body()) {
        if (!stream.ok()) {
          String body = new String(in.readNBytes(4096), StandardCharsets.UTF_8);
          return none(ref, unavailable(stream.status(), body));
        }
        TailBuilder.Tail tail = tails.read(in, true);
        LogTail.Line only = tail.lines().size() == 1 ? tail.lines().get(0) : null;
        if (only != null && only.time() == null && KUBELET_SENTENCE.matcher(only.text()).find()) {
          return none(ref, "The log is gone: the node has removed it.");
        }
        boolean truncated = tail.truncated() || tail.lines().size() >= config.tailLines();
        return new LogTail(
            ref.attemptUid(),
            ref.container(),
            ref.index(),
            ref.containerId(),
            tail.lines(),
            truncated,
            "");
      }
    } catch (IOException e) {
      return none(ref, "The log could not be read: " + e.getMessage());
    }
  }

  static String unavailable(int status, String body) {
    if (status == 403 || status == 401) {
      return "No permission to read logs (pods/log get).";
    }
    if (NEVER_STARTED.matcher(body).find()) {
      return "No log is expected: the container never started.";
    }
    if (body.contains("previous terminated container") || body.contains("is terminated")) {
      return "The log is gone: the container's record was removed.";
    }
    if (status == 404) {
      return "The log is gone: the pod was deleted.";
    }
    if (body.contains("dial tcp") || body.contains("no route to host")) {
      return "The log could not be read: the node does not answer.";
    }
    return "The log could not be read (HTTP " + status + ").";
  }

  private static LogTail none(LogRef ref, String reason) {
    return new LogTail(
        ref.attemptUid(),
        ref.container(),
        ref.index(),
        ref.containerId(),
        List.of(),
        false,
        reason);
  }
}
