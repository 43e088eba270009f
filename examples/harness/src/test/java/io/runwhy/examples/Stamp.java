package io.runwhy.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The only things that the extension may add to what a program sends. */
final class Stamp {
  static final String ANNOTATION = "runwhy.io/traceparent";
  static final String LABEL = "runwhy.io/run-id";
  private static final Set<String> VARIABLES = Set.of("TRACEPARENT", "RUNWHY_RUN_ID");
  private static final Set<String> RUNS = Set.of("Pod", "Job");

  private Stamp() {}

  /** The body without it. Objects of other kinds may not carry it and are left as they are. */
  static JsonNode takenOff(JsonNode body) {
    JsonNode copy = body.deepCopy();
    String kind = Json.text(copy, "/kind");
    if (RUNS.contains(kind)) {
      for (String at : List.of("", "/spec/template")) {
        without(copy.at(at), "annotations", ANNOTATION);
        without(copy.at(at), "labels", LABEL);
      }
      variables(podSpec(copy).path("containers"), "env");
    } else if (kind.equals("Deployment")) {
      without(copy.at("/spec/template"), "annotations", ANNOTATION);
      variables(podSpec(copy).path("containers"), "env");
    }
    variables(copy.at("/overrides/containerOverrides"), "environment");
    tags(copy);
    return copy;
  }

  /** Of a pod, or of the pods of a Job. */
  static JsonNode podSpec(JsonNode object) {
    return object.at(Json.text(object, "/kind").equals("Pod") ? "/spec" : "/spec/template/spec");
  }

  /** Values of a variable in all containers of an object or overrides of a task. */
  static List<String> variable(JsonNode object, String name) {
    List<String> values = new ArrayList<>();
    for (JsonNode container : podSpec(object).path("containers")) {
      collect(container.path("env"), name, values);
    }
    for (JsonNode container : object.at("/overrides/containerOverrides")) {
      collect(container.path("environment"), name, values);
    }
    return values;
  }

  private static void collect(JsonNode variables, String name, List<String> values) {
    for (JsonNode variable : variables) {
      if (Json.text(variable, "/name").equals(name)) {
        values.add(Json.text(variable, "/value"));
      }
    }
  }

  private static void without(JsonNode owner, String map, String key) {
    if (owner.get("metadata") instanceof ObjectNode metadata) {
      if (metadata.get(map) instanceof ObjectNode values) {
        values.remove(key);
        if (values.isEmpty()) {
          metadata.remove(map);
        }
      }
      // The official client writes empty lists into metadata that has to be made for the stamp.
      if (metadata.properties().stream()
          .allMatch(e -> e.getValue().isContainer() && e.getValue().isEmpty())) {
        ((ObjectNode) owner).remove("metadata");
      }
    }
  }

  private static void variables(JsonNode containers, String field) {
    for (JsonNode container : containers) {
      if (container.get(field) instanceof ArrayNode list) {
        for (int i = list.size() - 1; i >= 0; i--) {
          if (VARIABLES.contains(Json.text(list.get(i), "/name"))) {
            list.remove(i);
          }
        }
        if (list.isEmpty()) {
          ((ObjectNode) container).remove(field);
        }
      }
    }
  }

  private static void tags(JsonNode body) {
    if (body.get("tags") instanceof ArrayNode tags) {
      for (int i = tags.size() - 1; i >= 0; i--) {
        if (Json.text(tags.get(i), "/key").startsWith("runwhy.io/")) {
          tags.remove(i);
        }
      }
      if (tags.isEmpty()) {
        ((ObjectNode) body).remove("tags");
      }
    }
  }
}
