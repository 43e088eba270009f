package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.TaskDefinition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names that a text about a start leaves out or cuts off, from the task definition. */
final class StartNames {
  private StartNames() {}

  /**
   * Adds what is known.
   *
   * @param named what the text itself names
   */
  static void complete(
      TaskView task,
      @Nullable TaskContainerView container,
      Map<String, String> named,
      Finding.Builder builder) {
    if (container != null) {
      builder.value("file", file(container, named));
      builder.value("secret", secret(container, named.getOrDefault("secret", "")));
      builder.value("key", key(container, builder.valueOf("secret"), builder.valueOf("key")));
    }
    fileSystem(task, builder);
    logGroup(task, builder);
    waitedFor(task, container, builder);
  }

  /** The ARN of an environment file; else what the text names of it. */
  private static String file(TaskContainerView container, Map<String, String> named) {
    TaskDefinition.Container definition = container.definition();
    String key = named.getOrDefault("file", "");
    String bucket = named.getOrDefault("bucket", "");
    if (!bucket.isEmpty() && !key.isEmpty() && !key.startsWith("arn:")) {
      return "arn:aws:s3:::" + bucket + '/' + key;
    }
    return key.isEmpty() && definition != null && definition.environmentFiles().size() == 1
        ? definition.environmentFiles().get(0)
        : key;
  }

  /** The secret as the definition writes it, where the text names only its beginning, or none. */
  private static String secret(TaskContainerView container, String named) {
    TaskDefinition.Container definition = container.definition();
    List<String> defined =
        definition == null
            ? List.of()
            : definition.secrets().stream()
                .map(TaskDefinition.Secret::valueFrom)
                .filter(v -> v.startsWith(named) || named.startsWith(v))
                .distinct()
                .toList();
    return named.isEmpty() || defined.size() == 1 && defined.get(0).startsWith(named)
        ? defined.size() == 1 ? secretOnly(defined.get(0)) : named
        : named;
  }

  /** An ARN without the key, stage and version that valueFrom may carry. */
  private static String secretOnly(String valueFrom) {
    String[] parts = valueFrom.split(":", -1);
    return valueFrom.contains(":secretsmanager:") && parts.length > 7
        ? String.join(":", List.of(parts).subList(0, 7))
        : valueFrom;
  }

  private static String key(TaskContainerView container, String secret, String named) {
    TaskDefinition.Container definition = container.definition();
    if (!named.isEmpty() || definition == null || secret.isEmpty()) {
      return named;
    }
    List<String> keys =
        definition.secrets().stream()
            .map(TaskDefinition.Secret::valueFrom)
            .filter(v -> v.startsWith(secret + ":"))
            .map(v -> v.substring(secret.length() + 1).split(":", -1)[0])
            .filter(k -> !k.isEmpty())
            .distinct()
            .toList();
    return keys.size() == 1 ? keys.get(0) : "";
  }

  private static void fileSystem(TaskView task, Finding.Builder builder) {
    TaskDefinition definition = task.definition();
    if (definition != null && builder.valueOf("file_system").isEmpty()) {
      List<String> efs =
          definition.volumes().stream()
              .filter(v -> v.kind().equals("efsVolumeConfiguration"))
              .map(TaskDefinition.Volume::source)
              .distinct()
              .toList();
      if (efs.size() == 1) {
        builder.value("file_system", efs.get(0));
      }
    }
  }

  /** The log group, where all containers have the same one. */
  private static void logGroup(TaskView task, Finding.Builder builder) {
    TaskDefinition definition = task.definition();
    if (definition != null && builder.valueOf("log_group").isEmpty()) {
      List<TaskDefinition.Log> logs =
          definition.containers().stream()
              .map(TaskDefinition.Container::log)
              .filter(l -> l != null && !l.group().isEmpty())
              .toList();
      if (logs.stream().map(TaskDefinition.Log::group).distinct().count() == 1) {
        builder.value("log_group", logs.get(0).group()).value("log_region", logs.get(0).region());
      }
    }
  }

  /** The dependency by its name in the task, where the text does not tell it. */
  private static void waitedFor(
      TaskView task, @Nullable TaskContainerView container, Finding.Builder builder) {
    if (!builder.valueOf("dependency").isEmpty() || container == null) {
      return;
    }
    TaskContainerView dependency = TaskNeverRan.failedDependency(task, container);
    if (dependency != null) {
      builder.value("dependency", dependency.name());
    }
  }
}
