package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.source.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pods that are gone where none is left, made up again from what is left of them: their events, and
 * the template of their Job. They are pending unless an event says that a container started; no
 * more is invented.
 */
final class GonePods {
  /** Pods that are made up at the most. */
  static final int LIMIT = 20;

  private static final Pattern ASSIGNED =
      Pattern.compile("^Successfully assigned \\S{1,512} to (\\S{1,253})$");

  private static final Pattern IMAGE = Pattern.compile("image \"([^\"]{1,512})\"");

  private GonePods() {}

  static List<JsonNode> of(List<JsonNode> objects, List<KubernetesEvent> events) {
    // Beside a pod that is there, events of others are those of a former attempt or of a stranger.
    if (objects.stream().anyMatch(o -> Fields.text(o, "kind").equals("Pod"))) {
      return List.of();
    }
    Map<String, List<KubernetesEvent>> byPod = new LinkedHashMap<>();
    for (KubernetesEvent event : events) {
      ObjectRef about = event.about();
      boolean known = about.uid().isEmpty() || objects.stream().anyMatch(o -> isIt(o, about));
      if (about.kind().equals("Pod")
          && !known
          && (byPod.containsKey(about.uid()) || byPod.size() < LIMIT)) {
        byPod.computeIfAbsent(about.uid(), u -> new ArrayList<>()).add(event);
      }
    }
    List<JsonNode> pods = new ArrayList<>();
    byPod.values().forEach(e -> pods.add(pod(job(objects, e.get(0).about()), e)));
    return pods;
  }

  private static boolean isIt(JsonNode object, ObjectRef about) {
    String uid = Fields.text(Meta.of(object), "uid");
    return uid.equals(about.uid())
        || (uid.isEmpty() && Fields.text(Meta.of(object), "name").equals(about.name()));
  }

  /** The Job of which the name of the pod begins with the name. */
  private static @Nullable JsonNode job(List<JsonNode> objects, ObjectRef pod) {
    return objects.stream()
        .filter(o -> Fields.text(o, "kind").equals("Job"))
        .filter(o -> Fields.text(Meta.of(o), "namespace").equals(pod.namespace()))
        .filter(o -> pod.name().startsWith(Fields.text(Meta.of(o), "name") + "-"))
        .findFirst()
        .orElse(null);
  }

  /** The containers that events name, with the images that they name. */
  private static void containers(ObjectNode spec, List<KubernetesEvent> events) {
    Map<String, String> images = new LinkedHashMap<>();
    for (KubernetesEvent event : events) {
      if (!event.container().isEmpty()) {
        Matcher image = IMAGE.matcher(event.message());
        images.merge(
            event.container(), image.find() ? image.group(1) : "", (a, b) -> b.isEmpty() ? a : b);
      }
    }
    images.forEach(
        (name, image) ->
            spec.withArrayProperty("containers").addObject().put("name", name).put("image", image));
  }

  private static ObjectNode pod(@Nullable JsonNode job, List<KubernetesEvent> events) {
    ObjectNode pod = (ObjectNode) FactDecoder.named(events.get(0).about());
    ObjectNode meta = (ObjectNode) pod.get("metadata");
    events.stream()
        .map(KubernetesEvent::first)
        .filter(java.util.Objects::nonNull)
        .min(java.util.Comparator.naturalOrder())
        .ifPresent(t -> meta.put("creationTimestamp", t.toString()));
    ObjectNode spec = pod.putObject("spec");
    if (job != null) {
      JsonNode template = Fields.at(job, "spec", "template", "spec");
      if (template instanceof ObjectNode known) {
        spec.setAll(known.deepCopy());
      }
      meta.putArray("ownerReferences")
          .addObject()
          .put("kind", "Job")
          .put("name", Fields.text(Meta.of(job), "name"))
          .put("uid", Fields.text(Meta.of(job), "uid"))
          .put("controller", true);
    }
    for (KubernetesEvent event : events) {
      Matcher assigned = ASSIGNED.matcher(event.message());
      if (event.is("Scheduled") && assigned.matches()) {
        spec.put("nodeName", assigned.group(1));
      }
    }
    if (job == null) {
      containers(spec, events);
    }
    if (events.stream().noneMatch(e -> e.is("Started"))) {
      pod.putObject("status").put("phase", "Pending");
    }
    return pod;
  }
}
