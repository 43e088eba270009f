package io.runwhy.bridge.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads the data files beside this package. They are part of the jar: a fault in them is a fault of
 * the build.
 */
final class Yaml {
  private static final YAMLMapper MAPPER = new YAMLMapper();

  private Yaml() {}

  /** The file's root node. */
  static JsonNode read(String resource) {
    try (@Nullable InputStream in = Yaml.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String required(JsonNode node, String key, String where) {
    JsonNode value = node.get(key);
    if (value == null || !value.isValueNode()) {
      throw new IllegalStateException(where + ": no " + key);
    }
    return value.asString();
  }

  static String optional(JsonNode node, String key) {
    JsonNode value = node.get(key);
    return value == null || value.isNull() ? "" : value.asString();
  }

  static List<String> strings(JsonNode node, String key) {
    List<String> result = new ArrayList<>();
    JsonNode value = node.get(key);
    if (value != null) {
      value.forEach(v -> result.add(v.asString()));
    }
    return List.copyOf(result);
  }

  static Map<String, String> texts(JsonNode node, String key) {
    Map<String, String> result = new LinkedHashMap<>();
    JsonNode value = node.get(key);
    if (value != null) {
      value.properties().forEach(e -> result.put(e.getKey(), e.getValue().asString()));
    }
    return result;
  }
}
