package io.runwhy.examples;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * As much of a Kubernetes API as programs need to submit: objects of any kind are created, applied
 * (also when missing), patched, replaced, read, listed by label and deleted. Nothing ever runs. Two
 * equal sequences of requests get equal answers.
 */
final class KubernetesStore implements Backend {
  private static final String CREATED = "2026-11-25T10:00:00Z";
  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api/v1|apis/[^/]+/[^/]+)(?:/namespaces/([^/]+))?/([a-z]+)(?:/([^/]+))?(?:/[a-z]+)?");

  private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
  private int version = 100;

  @Override
  public synchronized Answer answer(Call call) {
    Matcher path = PATH.matcher(call.path());
    if (!path.matches()) {
      return call.path().equals("/version")
          ? Answer.json(200, Json.object("{major: '1', minor: '34', gitVersion: v1.34.4}"))
          : status(404, "NotFound", "the server could not find the requested resource");
    }
    String namespace = path.group(1) == null ? "" : path.group(1);
    String collection = namespace + '/' + path.group(2) + '/';
    String key = collection + path.group(3);
    return switch (call.method()) {
      case "POST" -> create(collection, namespace, (ObjectNode) call.body());
      case "PATCH" -> patch(key, namespace, call);
      case "PUT" -> replace(key, (ObjectNode) call.body());
      case "DELETE" -> delete(key);
      default -> path.group(3) == null ? list(collection, call.query()) : read(key);
    };
  }

  private Answer create(String collection, String namespace, ObjectNode sent) {
    ObjectNode body = sent.deepCopy();
    ObjectNode metadata = body.withObject("/metadata");
    if (Json.text(metadata, "/name").isEmpty()) {
      metadata.put("name", Json.text(metadata, "/generateName") + version);
    }
    String key = collection + Json.text(metadata, "/name");
    return objects.containsKey(key)
        ? status(409, "AlreadyExists", key + " already exists")
        : Answer.json(201, store(key, namespace, body));
  }

  private Answer patch(String key, String namespace, Call call) {
    ObjectNode known = objects.get(key);
    boolean apply = call.header("content-type").startsWith("application/apply-patch");
    if (known == null) {
      return apply
          ? Answer.json(201, store(key, namespace, (ObjectNode) call.body()))
          : notFound(key);
    }
    if (call.body() instanceof ObjectNode changes) {
      Json.merge(known, changes.deepCopy());
    }
    return Answer.json(200, store(key, namespace, known));
  }

  private Answer replace(String key, ObjectNode sent) {
    ObjectNode body = sent.deepCopy();
    ObjectNode known = objects.get(key);
    if (known == null) {
      return notFound(key);
    }
    body.withObject("/metadata").put("uid", Json.text(known, "/metadata/uid"));
    return Answer.json(200, store(key, Json.text(known, "/metadata/namespace"), body));
  }

  private Answer delete(String key) {
    return objects.remove(key) == null
        ? notFound(key)
        : Answer.json(200, Json.object("{kind: Status, apiVersion: v1, status: Success}"));
  }

  private Answer read(String key) {
    ObjectNode known = objects.get(key);
    return known == null ? notFound(key) : Answer.json(200, known);
  }

  private Answer list(String collection, String query) {
    ObjectNode list = Json.object("{kind: List, apiVersion: v1, metadata: {}}");
    list.withObject("/metadata").put("resourceVersion", Integer.toString(version));
    ArrayNode items = list.putArray("items");
    objects.forEach(
        (key, object) -> {
          if (key.startsWith(collection) && selected(object, query)) {
            items.add(object);
          }
        });
    return Answer.json(200, list);
  }

  /** Equality of labels is all that the programs ask for. */
  private static boolean selected(JsonNode object, String query) {
    for (String parameter : URLDecoder.decode(query, StandardCharsets.UTF_8).split("&")) {
      if (parameter.startsWith("labelSelector=")) {
        for (String term : parameter.substring("labelSelector=".length()).split(",")) {
          String[] pair = term.split("=+", 2);
          JsonNode label = object.at("/metadata/labels").path(pair[0]);
          if (pair.length == 2 ? !label.asString("").equals(pair[1]) : label.isMissingNode()) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private ObjectNode store(String key, String namespace, ObjectNode body) {
    version++;
    ObjectNode object = body.deepCopy();
    ObjectNode metadata = object.withObject("/metadata");
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    if (Json.text(metadata, "/uid").isEmpty()) {
      metadata.put("uid", new UUID(version, version).toString());
      metadata.put("creationTimestamp", CREATED);
    }
    metadata.put("resourceVersion", Integer.toString(version));
    objects.put(key, object);
    return object;
  }

  private static Answer notFound(String key) {
    return status(404, "NotFound", key + " not found");
  }

  private static Answer status(int code, String reason, String message) {
    ObjectNode status = Json.object("{kind: Status, apiVersion: v1, status: Failure}");
    status.put("code", code).put("reason", reason).put("message", message);
    return Answer.json(code, status);
  }
}
