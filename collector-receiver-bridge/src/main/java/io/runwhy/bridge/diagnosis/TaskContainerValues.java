package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.TaskDefinition;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a container of a task, for the texts. Empty values are not known. */
final class TaskContainerValues {
  /** Seconds between SIGTERM and SIGKILL where nobody set them. */
  static final long DEFAULT_STOP_TIMEOUT = 30;

  private TaskContainerValues() {}

  static Map<String, String> of(TaskContainerView view) {
    TaskDefinition.Container definition = view.definition();
    Map<String, String> values = new HashMap<>();
    values.put("container", view.name());
    values.put("reason", Texts.quote(view.reason()));
    values.put("memory", view.memory());
    Integer code = view.exitCode();
    values.put("exit_code", code == null ? "" : Integer.toString(code));
    image(view.image(), values);
    if (definition != null) {
      values.put("command", definition.command());
      values.put("health_command", healthCommand(definition.healthCheck()));
      values.put("stop_timeout", Long.toString(stopTimeout(definition)));
      if (!definition.hostPorts().isEmpty()) {
        values.put("port", Long.toString(definition.hostPorts().get(0)));
      }
    }
    values.putAll(TaskLogs.values(view));
    return values;
  }

  /** What is run, without the word that says how. */
  private static String healthCommand(String check) {
    return check.replaceFirst("^CMD(?:-SHELL)? ", "");
  }

  static long stopTimeout(TaskDefinition.@Nullable Container definition) {
    Long set = definition == null ? null : definition.stopTimeout();
    return set == null ? DEFAULT_STOP_TIMEOUT : set;
  }

  private static void image(String image, Map<String, String> values) {
    String registry = ImagePull.registry(image);
    String rest = image.startsWith(registry + "/") ? image.substring(registry.length() + 1) : image;
    int digest = rest.indexOf('@');
    String named = digest < 0 ? rest : rest.substring(0, digest);
    int tag = named.lastIndexOf(':');
    values.put("image", image);
    values.put("registry", registry);
    values.put("ecr", registry.contains(".dkr.ecr.") ? "true" : "");
    values.put("repository", tag < 0 ? named : named.substring(0, tag));
    values.put("tag", tag < 0 ? "" : named.substring(tag + 1));
  }
}
