package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.Presets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Sorts the objects of many runs, as {@code kubectl get job,pod,events -o json} prints them for a
 * namespace, by the run they belong to. Events go where the object is that they are about; nodes,
 * claims and namespaces go to every run.
 */
final class RunSplitter {
  private final Map<RunKey, List<JsonNode>> runs = new LinkedHashMap<>();
  private final Map<String, RunKey> byUid = new HashMap<>();
  private final Map<String, RunKey> jobs = new HashMap<>();
  private final List<JsonNode> shared = new ArrayList<>();

  private RunSplitter() {}

  /** One list of objects a run, in the order in which the runs appear. */
  static List<JsonNode> split(List<JsonNode> objects, Presets presets, String cluster) {
    RunSplitter splitter = new RunSplitter();
    objects.forEach(o -> splitter.own(o, presets, cluster));
    objects.forEach(splitter::follow);
    List<JsonNode> all = new ArrayList<>();
    for (List<JsonNode> run : splitter.runs.values()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      run.forEach(list::add);
      splitter.shared.forEach(list::add);
      all.add(list);
    }
    return all;
  }

  private void own(JsonNode object, Presets presets, String cluster) {
    String kind = Fields.text(object, "kind");
    boolean job = kind.equals("Job");
    if (!job && !kind.equals("Pod")) {
      return;
    }
    RunKey key = presets.resolve(cluster, new ObjectView(object, job)).key();
    runs.computeIfAbsent(key, k -> new ArrayList<>()).add(object);
    byUid.put(Fields.text(Meta.of(object), "uid"), key);
    if (job) {
      jobs.put(
          Fields.text(Meta.of(object), "namespace") + '/' + Fields.text(Meta.of(object), "name"),
          key);
    }
  }

  private void follow(JsonNode object) {
    switch (Fields.text(object, "kind")) {
      case "Pod", "Job", "CronJob" -> {}
      case "Event" -> {
        KubernetesEvent event = FactDecoder.event(object);
        RunKey key = byUid.get(event.about().uid());
        if (key == null && event.about().kind().equals("Pod")) {
          key = ofGonePod(event.about());
        }
        if (key != null) {
          runs.getOrDefault(key, shared).add(object);
        } else if (List.of("Node", "PersistentVolumeClaim").contains(event.about().kind())) {
          shared.add(object);
        }
      }
      case "Workload" -> {
        ObjectRef owner = Meta.owner(object);
        RunKey key = owner == null ? null : byUid.get(owner.uid());
        if (key != null) {
          runs.getOrDefault(key, shared).add(object);
        }
      }
      default -> shared.add(object);
    }
  }

  /** A pod that is gone has its Job's name in front of a dash and five characters. */
  private @org.jspecify.annotations.Nullable RunKey ofGonePod(ObjectRef pod) {
    int dash = pod.name().lastIndexOf('-');
    return dash < 0 ? null : jobs.get(pod.namespace() + '/' + pod.name().substring(0, dash));
  }
}
