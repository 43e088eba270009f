package io.runwhy.examples;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One request as an API got it.
 *
 * @param query empty when there is none
 * @param headers by name in lower case
 * @param body a missing node when there is none
 */
record Call(String method, String path, String query, Map<String, String> headers, JsonNode body) {
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  boolean isChange() {
    return !method.equals("GET");
  }
}
