package io.runwhy.bridge.fake;

import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Label and field selectors as the API understands them: =, ==, !=, in (), notin (), exists. */
final class Selector {
  private Selector() {}

  static boolean matches(JsonNode object, String labelSelector, String fieldSelector) {
    return labels(object.at("/metadata/labels"), labelSelector) && fields(object, fieldSelector);
  }

  private static boolean labels(JsonNode labels, String selector) {
    if (selector.isBlank()) {
      return true;
    }
    for (String part : selector.split(",(?![^(]*\\))", -1)) {
      if (!label(labels, part.strip())) {
        return false;
      }
    }
    return true;
  }

  private static boolean label(JsonNode labels, String part) {
    if (part.contains(" in (") || part.contains(" notin (")) {
      boolean in = part.contains(" in (");
      String key = part.substring(0, part.indexOf(' '));
      String inner = part.substring(part.indexOf('(') + 1, part.lastIndexOf(')'));
      List<String> values = Arrays.stream(inner.split(",", -1)).map(String::strip).toList();
      return values.contains(labels.path(key).asString("")) == in;
    }
    if (part.contains("!=")) {
      String[] pair = part.split("!=", 2);
      return !labels.path(pair[0].strip()).asString("").equals(pair[1].strip());
    }
    if (part.contains("=")) {
      String[] pair = part.split("==?", 2);
      return labels.path(pair[0].strip()).asString("").equals(pair[1].strip());
    }
    return part.startsWith("!") ? !labels.has(part.substring(1)) : labels.has(part);
  }

  private static boolean fields(JsonNode object, String selector) {
    if (selector.isBlank()) {
      return true;
    }
    for (String part : selector.split(",", -1)) {
      String[] pair = part.split("=", 2);
      String path = "/" + pair[0].strip().replace('.', '/');
      if (!Store.text(object, path).equals(pair.length < 2 ? "" : pair[1].strip())) {
        return false;
      }
    }
    return true;
  }
}
