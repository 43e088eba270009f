package io.runwhy.bridge.fake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Clusters, tasks, task definitions and container instances. Thread-safe. */
final class FakeEcs {
  /** Tasks of one page and of one DescribeTasks at the most. */
  static final int MOST = 100;

  private final Set<String> clusters = new TreeSet<>();
  private final Map<String, ObjectNode> tasks = new TreeMap<>();
  private final Map<String, ObjectNode> definitions = new TreeMap<>();
  private final Map<String, ObjectNode> instances = new TreeMap<>();

  synchronized void cluster(String name) {
    clusters.add(name);
  }

  synchronized void putTask(ObjectNode task) {
    clusters.add(last(AwsRequests.text(task, "clusterArn")));
    tasks.put(AwsRequests.text(task, "taskArn"), wire(task));
  }

  synchronized void removeTask(String arn) {
    tasks.remove(arn);
  }

  synchronized void putDefinition(ObjectNode definition) {
    definitions.put(AwsRequests.text(definition, "taskDefinitionArn"), wire(definition));
  }

  synchronized void removeDefinition(String arn) {
    definitions.remove(arn);
  }

  synchronized void putInstance(ObjectNode instance) {
    instances.put(AwsRequests.text(instance, "containerInstanceArn"), wire(instance));
  }

  synchronized ObjectNode answer(String operation, JsonNode body) {
    return switch (operation) {
      case "ListTasks" -> listTasks(body);
      case "DescribeTasks" -> describe(body, "tasks", tasks);
      case "DescribeContainerInstances" -> describe(body, "containerInstances", instances);
      case "DescribeTaskDefinition" -> describeTaskDefinition(body);
      case "DescribeClusters" -> describeClusters(body);
      default -> throw AwsRequests.unknown(operation);
    };
  }

  private ObjectNode listTasks(JsonNode body) {
    String cluster = cluster(body);
    String startedBy = AwsRequests.text(body, "startedBy");
    String family = AwsRequests.text(body, "family");
    if (!startedBy.isEmpty() && (!family.isEmpty() || body.has("desiredStatus"))) {
      throw AwsError.of(
          "InvalidParameterException", "startedBy must be the only filter that you use.");
    }
    String wanted = body.has("desiredStatus") ? AwsRequests.text(body, "desiredStatus") : "RUNNING";
    long most = AwsRequests.number(body, "maxResults", MOST);
    if (most < 1 || most > MOST) {
      throw AwsError.of("InvalidParameterException", "maxResults must be from 1 to 100.");
    }
    String after = AwsRequests.text(body, "nextToken");
    ObjectNode answer = AwsRequests.JSON.createObjectNode();
    ArrayNode arns = answer.putArray("taskArns");
    for (Map.Entry<String, ObjectNode> entry : tasks.entrySet()) {
      ObjectNode task = entry.getValue();
      boolean fits =
          last(AwsRequests.text(task, "clusterArn")).equals(cluster)
              && AwsRequests.text(task, "desiredStatus").equals(wanted)
              && (startedBy.isEmpty() || AwsRequests.text(task, "startedBy").equals(startedBy))
              && (family.isEmpty() || family(task).equals(family));
      if (fits && entry.getKey().compareTo(after) > 0) {
        if (arns.size() == most) {
          answer.put("nextToken", arns.get(arns.size() - 1).asString());
          break;
        }
        arns.add(entry.getKey());
      }
    }
    return answer;
  }

  private ObjectNode describe(JsonNode body, String key, Map<String, ObjectNode> all) {
    String cluster = cluster(body);
    JsonNode asked = body.path(key);
    if (asked.isEmpty() || asked.size() > MOST) {
      throw AwsError.of("InvalidParameterException", key + ": from 1 to 100 are allowed.");
    }
    boolean tags = includes(body, "TAGS");
    ObjectNode answer = AwsRequests.JSON.createObjectNode();
    ArrayNode found = answer.putArray(key);
    ArrayNode failures = answer.putArray("failures");
    for (JsonNode name : asked) {
      ObjectNode object = find(all, cluster, name.asString());
      if (object == null) {
        failures.addObject().put("arn", name.asString()).put("reason", "MISSING");
        continue;
      }
      ObjectNode copy = object.deepCopy();
      if (!tags) {
        copy.remove("tags");
      }
      found.add(copy);
    }
    return answer;
  }

  /** By ARN, or by id in the cluster. */
  private static @Nullable ObjectNode find(
      Map<String, ObjectNode> all, String cluster, String name) {
    ObjectNode object = all.get(name);
    if (object != null) {
      return arnCluster(name).equals(cluster) ? object : null;
    }
    return all.entrySet().stream()
        .filter(e -> e.getKey().endsWith('/' + cluster + '/' + name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private ObjectNode describeTaskDefinition(JsonNode body) {
    String name = AwsRequests.text(body, "taskDefinition");
    ObjectNode newest = definitions.get(name);
    for (Map.Entry<String, ObjectNode> entry : definitions.entrySet()) {
      String shortName = last(entry.getKey());
      String family = shortName.substring(0, shortName.lastIndexOf(':'));
      if (shortName.equals(name) || family.equals(name)) {
        newest = entry.getValue();
      }
    }
    if (newest == null) {
      throw AwsError.of("ClientException", "Unable to describe task definition.");
    }
    ObjectNode answer = AwsRequests.JSON.createObjectNode();
    answer.set("taskDefinition", newest.deepCopy());
    return answer;
  }

  private ObjectNode describeClusters(JsonNode body) {
    ObjectNode answer = AwsRequests.JSON.createObjectNode();
    ArrayNode found = answer.putArray("clusters");
    ArrayNode failures = answer.putArray("failures");
    for (JsonNode asked : body.path("clusters")) {
      String name = last(asked.asString());
      String arn = "arn:aws:ecs:" + FakeAws.REGION + ':' + FakeAws.ACCOUNT + ":cluster/" + name;
      if (clusters.contains(name)) {
        found.addObject().put("clusterArn", arn).put("clusterName", name).put("status", "ACTIVE");
      } else {
        failures.addObject().put("arn", arn).put("reason", "MISSING");
      }
    }
    return answer;
  }

  private String cluster(JsonNode body) {
    String given = AwsRequests.text(body, "cluster");
    String name = given.isEmpty() ? "default" : last(given);
    if (!clusters.contains(name)) {
      throw AwsError.of("ClusterNotFoundException", "Cluster not found.");
    }
    return name;
  }

  private static boolean includes(JsonNode body, String what) {
    for (JsonNode include : body.path("include")) {
      if (include.asString().equals(what)) {
        return true;
      }
    }
    return false;
  }

  private static String family(ObjectNode task) {
    String name = last(AwsRequests.text(task, "taskDefinitionArn"));
    int colon = name.lastIndexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  private static String last(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** The cluster's name in {@code ...:task/CLUSTER/ID}. */
  private static String arnCluster(String arn) {
    String[] parts = arn.split("/", -1);
    return parts.length < 3 ? "" : parts[parts.length - 2];
  }

  /** As on the wire: times are seconds since 1970 with a fraction. Events have them as text. */
  private static ObjectNode wire(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    times(copy);
    return copy;
  }

  private static void times(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String name : Set.copyOf(object.propertyNames())) {
        JsonNode value = object.path(name);
        Instant time = name.endsWith("At") && value.isString() ? time(value.asString()) : null;
        if (time != null) {
          object.put(name, time.toEpochMilli() / 1000.0);
        } else {
          times(value);
        }
      }
    } else if (node.isArray()) {
      node.forEach(FakeEcs::times);
    }
  }

  private static @Nullable Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException notATime) {
      return null;
    }
  }
}
