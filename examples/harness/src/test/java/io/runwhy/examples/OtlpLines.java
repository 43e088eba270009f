package io.runwhy.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a Collector wrote with its file exporter: one JSON object a line. */
final class OtlpLines {
  private final Path file;

  OtlpLines(Path file) {
    this.file = file;
  }

  /**
   * A log record or a span.
   *
   * @param service whose it is
   * @param name event name of a log record, name of a span
   */
  record Item(
      String service,
      String name,
      String traceId,
      String spanId,
      String parentSpanId,
      Map<String, String> attributes,
      JsonNode json) {
    String attribute(String key) {
      return attributes.getOrDefault(key, "");
    }

    String body() {
      return Json.text(json, "/body/stringValue");
    }
  }

  List<Item> events() {
    return items("resourceLogs", "scopeLogs", "logRecords", "eventName");
  }

  List<Item> spans() {
    return items("resourceSpans", "scopeSpans", "spans", "name");
  }

  /** What is there, for a message. */
  List<String> names() {
    return Stream.concat(spans().stream(), events().stream())
        .map(
            i ->
                i.service()
                    + ": "
                    + i.name()
                    + ' '
                    + i.traceId()
                    + ' '
                    + i.attribute("runwhy.diagnosis.code"))
        .toList();
  }

  private List<Item> items(String resources, String scopes, String records, String name) {
    List<Item> items = new ArrayList<>();
    for (JsonNode line : lines()) {
      for (JsonNode resource : line.path(resources)) {
        String service =
            attributes(resource.at("/resource/attributes")).getOrDefault("service.name", "");
        for (JsonNode scope : resource.path(scopes)) {
          for (JsonNode record : scope.path(records)) {
            items.add(
                new Item(
                    service,
                    Json.text(record, "/" + name),
                    Json.text(record, "/traceId"),
                    Json.text(record, "/spanId"),
                    Json.text(record, "/parentSpanId"),
                    attributes(record.path("attributes")),
                    record));
          }
        }
      }
    }
    return items;
  }

  /** Whole lines alone: the last one may be half written. */
  private List<JsonNode> lines() {
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      return whole.lines().filter(l -> !l.isBlank()).map(Json.MAPPER::readTree).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> attributes(JsonNode list) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (JsonNode attribute : list) {
      JsonNode value = attribute.path("value");
      attributes.put(
          Json.text(attribute, "/key"),
          value.properties().stream().findFirst().map(v -> v.getValue().asString("")).orElse(""));
    }
    return attributes;
  }
}
