package io.runwhy.bridge.testing;

import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Objects of tests, written as YAML. */
public final class Yaml {
  private static final YAMLMapper MAPPER = new YAMLMapper();

  private Yaml() {}

  public static ObjectNode object(String yaml) {
    return (ObjectNode) MAPPER.readTree(yaml);
  }

  public static JsonNode any(String yaml) {
    return MAPPER.readTree(yaml);
  }

  public static JsonNode file(Path path) {
    return MAPPER.readTree(path.toFile());
  }
}
