package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.model.Claim;
import io.runwhy.bridge.model.CronJob;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.model.ObjectRef;
import io.runwhy.bridge.model.Workload;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.Interner;
import io.runwhy.conventions.Redactor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Objects beyond the pod: events, nodes, claims, Kueue Workloads. */
final class FactDecoder {
  private FactDecoder() {}

  /** An event of core/v1 or events.k8s.io/v1. */
  static KubernetesEvent event(JsonNode event) {
    JsonNode meta = Meta.of(event);
    JsonNode about = Fields.child(event, "involvedObject");
    about = about == null ? Fields.child(event, "regarding") : about;
    JsonNode series = Fields.child(event, "series");
    String message = Fields.text(event, "message");
    String component = Fields.text(Fields.child(event, "source"), "component");
    Instant first =
        first(
            Fields.time(event, "firstTimestamp"),
            Fields.time(event, "deprecatedFirstTimestamp"),
            Fields.time(event, "eventTime"),
            Fields.time(meta, "creationTimestamp"));
    Instant last =
        first(
            Fields.time(event, "lastTimestamp"),
            Fields.time(event, "deprecatedLastTimestamp"),
            Fields.time(series, "lastObservedTime"),
            Fields.time(event, "eventTime"),
            first);
    int count = Math.max(Fields.number(event, "count"), Fields.number(event, "deprecatedCount"));
    String uid = Fields.text(meta, "uid");
    String name = Fields.text(meta, "name");
    return new KubernetesEvent(
        uid.isEmpty() ? name.isEmpty() ? event.toString() : name : uid,
        Interner.intern(Fields.text(event, "type")),
        Interner.intern(Fields.text(event, "reason")),
        Redactor.redact(message.isEmpty() ? Fields.text(event, "note") : message),
        new ObjectRef(
            Interner.intern(Fields.text(about, "kind")),
            Interner.intern(Fields.text(about, "namespace")),
            Fields.text(about, "name"),
            Fields.text(about, "uid")),
        container(Fields.text(about, "fieldPath")),
        Interner.intern(component.isEmpty() ? Fields.text(event, "reportingComponent") : component),
        Math.max(1, Math.max(count, Fields.number(series, "count"))),
        first,
        first != null && last != null && last.isBefore(first) ? first : last);
  }

  static Node node(JsonNode node) {
    JsonNode meta = Meta.of(node);
    JsonNode spec = Fields.child(node, "spec");
    JsonNode status = Fields.child(node, "status");
    JsonNode info = Fields.child(status, "nodeInfo");
    List<Node.Taint> taints = new ArrayList<>();
    for (JsonNode t : Fields.objects(spec, "taints")) {
      taints.add(
          new Node.Taint(Fields.text(t, "key"), Fields.text(t, "value"), Fields.text(t, "effect")));
    }
    return new Node(
        Interner.intern(Fields.text(meta, "name")),
        Fields.text(meta, "uid"),
        interned(Fields.textMap(meta, "labels")),
        taints,
        Fields.flag(spec, "unschedulable"),
        interned(Fields.textMap(status, "allocatable")),
        Meta.conditions(status),
        Fields.text(info, "bootID"),
        Interner.intern(Fields.text(info, "architecture")));
  }

  static Claim claim(JsonNode claim) {
    JsonNode meta = Meta.of(claim);
    JsonNode spec = Fields.child(claim, "spec");
    return new Claim(
        Fields.text(meta, "namespace"),
        Fields.text(meta, "name"),
        Fields.text(meta, "uid"),
        Fields.text(Fields.child(claim, "status"), "phase"),
        Fields.text(spec, "storageClassName"),
        Fields.text(spec, "volumeName"),
        Fields.text(Fields.at(spec, "resources", "requests"), "storage"),
        Fields.time(meta, "deletionTimestamp") != null);
  }

  static Workload workload(JsonNode workload) {
    JsonNode meta = Meta.of(workload);
    JsonNode spec = Fields.child(workload, "spec");
    Boolean active = Fields.flagOrNull(spec, "active");
    return new Workload(
        Fields.text(meta, "namespace"),
        Fields.text(meta, "name"),
        Fields.text(spec, "queueName"),
        Meta.owner(workload),
        active == null || active,
        Meta.conditions(Fields.child(workload, "status")),
        Fields.objects(Fields.child(workload, "status"), "admissionChecks").stream()
            .map(
                c ->
                    new Workload.Check(
                        Fields.text(c, "name"),
                        Fields.text(c, "state"),
                        Redactor.redact(Fields.text(c, "message"))))
            .toList());
  }

  static CronJob cronJob(JsonNode cronJob) {
    JsonNode meta = Meta.of(cronJob);
    JsonNode spec = Fields.child(cronJob, "spec");
    JsonNode status = Fields.child(cronJob, "status");
    return new CronJob(
        Fields.text(meta, "uid"),
        Fields.text(meta, "namespace"),
        Fields.text(meta, "name"),
        Fields.text(spec, "schedule"),
        Fields.text(spec, "concurrencyPolicy"),
        Fields.flag(spec, "suspend"),
        Fields.longOrNull(spec, "startingDeadlineSeconds"),
        Fields.time(status, "lastScheduleTime"),
        String.join(
            ", ",
            Fields.objects(status, "active").stream().map(a -> Fields.text(a, "name")).toList()));
  }

  static boolean isTerminating(JsonNode namespace) {
    return Fields.text(Fields.child(namespace, "status"), "phase").equals("Terminating")
        || Fields.time(Meta.of(namespace), "deletionTimestamp") != null;
  }

  /** An object of which no more is known than that an event is about it. */
  static JsonNode named(ObjectRef ref) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", ref.kind());
    object
        .putObject("metadata")
        .put("namespace", ref.namespace())
        .put("name", ref.name())
        .put("uid", ref.uid());
    return object;
  }

  /** From {@code spec.containers{NAME}} and {@code spec.initContainers{NAME}}. */
  private static String container(String fieldPath) {
    int open = fieldPath.indexOf('{');
    int close = fieldPath.indexOf('}', open + 1);
    return open < 0 || close < 0 ? "" : Interner.intern(fieldPath.substring(open + 1, close));
  }

  private static Map<String, String> interned(Map<String, String> map) {
    Map<String, String> result = new LinkedHashMap<>();
    map.forEach((k, v) -> result.put(Interner.intern(k), Interner.intern(v)));
    return result;
  }

  private static @Nullable Instant first(@Nullable Instant... times) {
    for (Instant time : times) {
      if (time != null) {
        return time;
      }
    }
    return null;
  }
}
