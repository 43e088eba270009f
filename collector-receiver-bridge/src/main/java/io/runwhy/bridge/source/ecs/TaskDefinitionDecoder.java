package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.model.TaskDefinition;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.Interner;
import io.runwhy.conventions.Redactor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A task definition. Environment values and options of log drivers that may hold tokens stay out.
 */
final class TaskDefinitionDecoder {
  /** Characters kept of a command. */
  static final int COMMAND_LIMIT = 300;

  private static final Set<String> LOG_OPTIONS =
      Set.of(
          "awslogs-group",
          "awslogs-region",
          "awslogs-stream-prefix",
          "awslogs-create-group",
          "mode",
          "max-buffer-size");

  private TaskDefinitionDecoder() {}

  static TaskDefinition decode(JsonNode definition) {
    List<TaskDefinition.Container> containers = new ArrayList<>();
    Fields.objects(definition, "containerDefinitions").forEach(c -> containers.add(container(c)));
    return new TaskDefinition(
        Fields.text(definition, "taskDefinitionArn"),
        Fields.text(definition, "executionRoleArn"),
        Fields.text(definition, "taskRoleArn"),
        Interner.intern(Fields.text(definition, "networkMode")),
        Interner.intern(Fields.text(definition, "cpu")),
        Interner.intern(Fields.text(definition, "memory")),
        Interner.intern(
            Fields.text(Fields.child(definition, "runtimePlatform"), "cpuArchitecture")),
        EcsFields.number(Fields.child(definition, "ephemeralStorage"), "sizeInGiB"),
        containers,
        volumes(definition));
  }

  private static TaskDefinition.Container container(JsonNode c) {
    JsonNode essential = Fields.child(c, "essential");
    return new TaskDefinition.Container(
        Interner.intern(Fields.text(c, "name")),
        Interner.intern(Fields.text(c, "image")),
        essential == null || !essential.isBoolean() || essential.asBoolean(),
        EcsFields.number(c, "memory"),
        EcsFields.number(c, "memoryReservation"),
        command(c),
        log(Fields.child(c, "logConfiguration")),
        secrets(c),
        dependencies(c),
        EcsFields.number(c, "startTimeout"),
        EcsFields.number(c, "stopTimeout"),
        line(Fields.texts(Fields.child(c, "healthCheck"), "command")),
        hostPorts(c),
        environmentFiles(c),
        Fields.child(c, "repositoryCredentials") != null);
  }

  private static String command(JsonNode c) {
    List<String> words = new ArrayList<>(Fields.texts(c, "entryPoint"));
    words.addAll(Fields.texts(c, "command"));
    return line(words);
  }

  private static String line(List<String> words) {
    String line = Redactor.redact(String.join(" ", words));
    return line.length() <= COMMAND_LIMIT ? line : line.substring(0, COMMAND_LIMIT - 1) + "…";
  }

  private static TaskDefinition.@Nullable Log log(@Nullable JsonNode log) {
    if (log == null) {
      return null;
    }
    Map<String, String> options = new LinkedHashMap<>();
    Fields.textMap(log, "options")
        .forEach(
            (name, value) -> {
              if (LOG_OPTIONS.contains(name)) {
                options.put(name, value);
              }
            });
    return new TaskDefinition.Log(Interner.intern(Fields.text(log, "logDriver")), options);
  }

  private static List<TaskDefinition.Secret> secrets(JsonNode c) {
    List<TaskDefinition.Secret> secrets = new ArrayList<>();
    for (JsonNode s : Fields.objects(c, "secrets")) {
      secrets.add(new TaskDefinition.Secret(Fields.text(s, "name"), Fields.text(s, "valueFrom")));
    }
    return secrets;
  }

  private static List<TaskDefinition.Dependency> dependencies(JsonNode c) {
    List<TaskDefinition.Dependency> dependencies = new ArrayList<>();
    for (JsonNode d : Fields.objects(c, "dependsOn")) {
      dependencies.add(
          new TaskDefinition.Dependency(
              Fields.text(d, "containerName"), Fields.text(d, "condition")));
    }
    return dependencies;
  }

  private static List<Long> hostPorts(JsonNode c) {
    List<Long> ports = new ArrayList<>();
    for (JsonNode p : Fields.objects(c, "portMappings")) {
      Long port = EcsFields.number(p, "hostPort");
      if (port != null && port > 0) {
        ports.add(port);
      }
    }
    return ports;
  }

  private static List<String> environmentFiles(JsonNode c) {
    return Fields.objects(c, "environmentFiles").stream()
        .map(f -> Fields.text(f, "value"))
        .toList();
  }

  private static List<TaskDefinition.Volume> volumes(JsonNode definition) {
    List<TaskDefinition.Volume> volumes = new ArrayList<>();
    for (JsonNode v : Fields.objects(definition, "volumes")) {
      JsonNode efs = Fields.child(v, "efsVolumeConfiguration");
      JsonNode host = Fields.child(v, "host");
      String kind = efs != null ? "efsVolumeConfiguration" : host != null ? "host" : otherKind(v);
      volumes.add(
          new TaskDefinition.Volume(
              Fields.text(v, "name"),
              kind,
              efs != null ? Fields.text(efs, "fileSystemId") : Fields.text(host, "sourcePath"),
              Fields.text(efs, "rootDirectory")));
    }
    return volumes;
  }

  private static String otherKind(JsonNode volume) {
    for (String name : volume.propertyNames()) {
      if (name.endsWith("VolumeConfiguration")) {
        return name;
      }
    }
    return "";
  }
}
