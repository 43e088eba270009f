package io.runwhy.bridge.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a Collector's file exporter wrote: log records, spans and metrics with their attributes as
 * plain maps.
 */
public final class OtlpFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final Path path;

  public OtlpFile(Path path) {
    this.path = path;
  }

  public List<JsonNode> logs() throws IOException {
    return all("resourceLogs", "scopeLogs", "logRecords");
  }

  public List<JsonNode> spans() throws IOException {
    return all("resourceSpans", "scopeSpans", "spans");
  }

  public List<JsonNode> metrics() throws IOException {
    return all("resourceMetrics", "scopeMetrics", "metrics");
  }

  /** Attributes of a record, span or point as text by key. */
  public static Map<String, String> attributes(JsonNode record) {
    Map<String, String> result = new TreeMap<>();
    for (JsonNode a : record.path("attributes")) {
      JsonNode value = a.path("value");
      String text =
          value.properties().isEmpty()
              ? ""
              : value.properties().iterator().next().getValue().toString();
      result.put(
          a.path("key").asString(""),
          text.startsWith("\"") ? text.substring(1, text.length() - 1) : text);
    }
    return result;
  }

  private List<JsonNode> all(String resources, String scopes, String records) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    if (!Files.exists(path)) {
      return found;
    }
    for (String line : Files.readAllLines(path)) {
      if (line.endsWith("}")) {
        for (JsonNode resource : JSON.readTree(line).path(resources)) {
          for (JsonNode scope : resource.path(scopes)) {
            scope.path(records).forEach(found::add);
          }
        }
      }
    }
    return found;
  }
}
