package io.runwhy.examples;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** JSON trees. */
final class Json {
  static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonMapper SORTED =
      JsonMapper.builder()
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private Json() {}

  /** A missing node for an empty text. */
  static JsonNode read(String text) {
    if (text.isBlank()) {
      return MAPPER.missingNode();
    }
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      return YAML.readTree(text);
    }
  }

  static ObjectNode object(String yaml) {
    return (ObjectNode) YAML.readTree(yaml);
  }

  /** The same text for the same tree, whatever the order of its keys. */
  static String canonical(JsonNode node) {
    return node.isMissingNode() ? "" : SORTED.writeValueAsString(node);
  }

  static String text(JsonNode node, String pointer) {
    JsonNode value = node.at(pointer);
    return value.isValueNode() && !value.isNull() && !value.isMissingNode() ? value.asString() : "";
  }

  /** Puts {@code more} into {@code target}: objects are merged, all else is replaced. */
  static void merge(ObjectNode target, ObjectNode more) {
    for (Map.Entry<String, JsonNode> field : more.properties()) {
      JsonNode known = target.get(field.getKey());
      if (known instanceof ObjectNode inner && field.getValue() instanceof ObjectNode value) {
        merge(inner, value);
      } else {
        target.set(field.getKey(), field.getValue());
      }
    }
  }
}
