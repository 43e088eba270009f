package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.PodSpec;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.Interner;
import io.runwhy.conventions.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A pod spec or a pod template's spec. Values of environment variables are never kept. */
final class PodSpecDecoder {
  /** Characters kept of a command line. */
  static final int COMMAND_LIMIT = 300;

  private static final List<String> NAMED_SOURCES =
      List.of("secretName", "claimName", "name", "driver", "path");

  private PodSpecDecoder() {}

  static PodSpec decode(@Nullable JsonNode spec) {
    List<ContainerSpec> containers = new ArrayList<>();
    for (JsonNode c : Fields.objects(spec, "initContainers")) {
      boolean sidecar = Fields.text(c, "restartPolicy").equals("Always");
      containers.add(
          container(c, sidecar ? ContainerSpec.Kind.NATIVE_SIDECAR : ContainerSpec.Kind.INIT));
    }
    for (JsonNode c : Fields.objects(spec, "containers")) {
      containers.add(container(c, ContainerSpec.Kind.APP));
    }
    JsonNode affinity = Fields.child(spec, "affinity");
    JsonNode security = Fields.child(spec, "securityContext");
    return Interner.shared(
        new PodSpec(
            containers,
            volumes(spec),
            orDefault(Fields.text(spec, "restartPolicy"), "Always"),
            Fields.textMap(spec, "nodeSelector"),
            Fields.json(affinity, "nodeAffinity"),
            podAffinity(affinity),
            Fields.json(spec, "topologySpreadConstraints"),
            tolerations(spec),
            orDefault(Fields.text(spec, "schedulerName"), "default-scheduler"),
            names(spec, "schedulingGates"),
            names(spec, "resourceClaims"),
            Fields.text(spec, "priorityClassName"),
            Fields.text(spec, "serviceAccountName"),
            Fields.text(spec, "runtimeClassName"),
            names(spec, "imagePullSecrets"),
            Fields.textMap(Fields.child(spec, "resources"), "limits"),
            Fields.textMap(spec, "overhead"),
            Fields.longOrNull(spec, "activeDeadlineSeconds"),
            Fields.longOrNull(spec, "terminationGracePeriodSeconds"),
            Fields.longOrNull(security, "runAsUser"),
            Fields.flagOrNull(security, "runAsNonRoot"),
            Fields.longOrNull(security, "fsGroup"),
            Fields.text(security, "fsGroupChangePolicy"),
            Fields.flag(spec, "hostNetwork")));
  }

  private static ContainerSpec container(JsonNode c, ContainerSpec.Kind kind) {
    JsonNode resources = Fields.child(c, "resources");
    JsonNode security = Fields.child(c, "securityContext");
    JsonNode lifecycle = Fields.child(c, "lifecycle");
    List<String> secrets = new ArrayList<>();
    List<String> configMaps = new ArrayList<>();
    references(c, secrets, configMaps);
    return Interner.shared(
        new ContainerSpec(
            Interner.intern(Fields.text(c, "name")),
            kind,
            Interner.intern(Fields.text(c, "image")),
            Interner.intern(Fields.text(c, "imagePullPolicy")),
            commandLine(c),
            Fields.text(c, "workingDir"),
            Fields.textMap(resources, "requests"),
            Fields.textMap(resources, "limits"),
            Fields.child(c, "livenessProbe") != null,
            Fields.child(c, "startupProbe") != null,
            Fields.child(c, "readinessProbe") != null,
            Fields.child(lifecycle, "postStart") != null,
            Fields.child(lifecycle, "preStop") != null,
            Interner.intern(Fields.text(c, "terminationMessagePolicy")),
            Fields.longOrNull(security, "runAsUser"),
            Fields.flagOrNull(security, "runAsNonRoot"),
            Fields.flagOrNull(security, "readOnlyRootFilesystem"),
            mounts(c),
            secrets,
            configMaps,
            hostPorts(c)));
  }

  /** Redacted as one line: a secret often stands in the word after its option. */
  private static String commandLine(JsonNode c) {
    List<String> words = new ArrayList<>(Fields.texts(c, "command"));
    words.addAll(Fields.texts(c, "args"));
    String line = Redactor.redact(String.join(" ", words));
    return line.length() > COMMAND_LIMIT ? line.substring(0, COMMAND_LIMIT) + "…" : line;
  }

  private static void references(JsonNode c, List<String> secrets, List<String> configMaps) {
    for (JsonNode env : Fields.objects(c, "env")) {
      JsonNode from = Fields.child(env, "valueFrom");
      key(secrets, Fields.child(from, "secretKeyRef"));
      key(configMaps, Fields.child(from, "configMapKeyRef"));
    }
    for (JsonNode env : Fields.objects(c, "envFrom")) {
      add(secrets, Fields.text(Fields.child(env, "secretRef"), "name"));
      add(configMaps, Fields.text(Fields.child(env, "configMapRef"), "name"));
    }
  }

  private static void key(List<String> names, @Nullable JsonNode ref) {
    String name = Fields.text(ref, "name");
    if (!name.isEmpty()) {
      add(names, name + "/" + Fields.text(ref, "key"));
    }
  }

  private static void add(List<String> names, String name) {
    if (!name.isEmpty() && !names.contains(name)) {
      names.add(name);
    }
  }

  private static List<Long> hostPorts(JsonNode c) {
    return Fields.objects(c, "ports").stream()
        .map(p -> Fields.longOrNull(p, "hostPort"))
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  private static List<ContainerSpec.Mount> mounts(JsonNode c) {
    List<ContainerSpec.Mount> result = new ArrayList<>();
    for (JsonNode m : Fields.objects(c, "volumeMounts")) {
      String path = Fields.text(m, "mountPath");
      if (!path.startsWith("/var/run/secrets/kubernetes.io/")) {
        result.add(
            new ContainerSpec.Mount(
                Fields.text(m, "name"),
                path,
                Fields.text(m, "subPath"),
                Fields.flag(m, "readOnly")));
      }
    }
    return result;
  }

  private static List<PodSpec.Volume> volumes(@Nullable JsonNode spec) {
    List<PodSpec.Volume> result = new ArrayList<>();
    for (JsonNode v : Fields.objects(spec, "volumes")) {
      String name = Fields.text(v, "name");
      for (Map.Entry<String, JsonNode> entry : v.properties()) {
        if (!entry.getKey().equals("name") && !name.startsWith("kube-api-access-")) {
          JsonNode source = entry.getValue();
          result.add(
              new PodSpec.Volume(
                  name,
                  entry.getKey(),
                  NAMED_SOURCES.stream()
                      .map(k -> Fields.text(source, k))
                      .filter(t -> !t.isEmpty())
                      .findFirst()
                      .orElse(""),
                  Fields.text(source, "sizeLimit"),
                  Fields.text(source, "medium")));
        }
      }
    }
    return result;
  }

  private static List<PodSpec.Toleration> tolerations(@Nullable JsonNode spec) {
    List<PodSpec.Toleration> result = new ArrayList<>();
    for (JsonNode t : Fields.objects(spec, "tolerations")) {
      result.add(
          new PodSpec.Toleration(
              Fields.text(t, "key"),
              Fields.text(t, "operator"),
              Fields.text(t, "value"),
              Fields.text(t, "effect"),
              Fields.longOrNull(t, "tolerationSeconds")));
    }
    return result;
  }

  private static String podAffinity(@Nullable JsonNode affinity) {
    String with = Fields.json(affinity, "podAffinity");
    String against = Fields.json(affinity, "podAntiAffinity");
    return with.isEmpty() ? against : against.isEmpty() ? with : with + " " + against;
  }

  private static List<String> names(@Nullable JsonNode spec, String key) {
    return Fields.objects(spec, key).stream().map(n -> Fields.text(n, "name")).toList();
  }

  private static String orDefault(String text, String fallback) {
    return text.isEmpty() ? fallback : Interner.intern(text);
  }
}
