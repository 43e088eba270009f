package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.TaskDefinition;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the log of a container is, and why there may be none. */
final class TaskLogs {
  private TaskLogs() {}

  static Map<String, String> values(TaskContainerView view) {
    Map<String, String> values = new HashMap<>();
    TaskDefinition.Container definition = view.definition();
    TaskDefinition.Log log = definition == null ? null : definition.log();
    if (log != null) {
      values.put("log_driver", log.driver());
      values.put("log_group", log.group());
      values.put("log_region", log.region());
      values.put("log_command", command(view, log));
    }
    if (view.log() == null) {
      values.put("no_log", "true");
      values.put("no_log_why", why(view, definition, log));
    }
    return values;
  }

  /** A command that shows it; empty when the stream's name is not known. */
  private static String command(TaskContainerView view, TaskDefinition.Log log) {
    String stream =
        log.prefix().isEmpty()
            ? view.seen().runtimeId()
            : log.prefix() + '/' + view.name() + '/' + view.task().task().id();
    if (!log.driver().equals("awslogs") || log.group().isEmpty() || stream.isEmpty()) {
      return "";
    }
    String region = log.region().isEmpty() ? view.task().task().region() : log.region();
    return view.neverRan()
        ? ""
        : "aws logs get-log-events --log-group-name "
            + log.group()
            + " --log-stream-name "
            + stream
            + (region.isEmpty() ? "" : " --region " + region)
            + " --query 'events[].message' --output text";
  }

  /** A whole sentence; empty when nothing is known. */
  private static String why(
      TaskContainerView view,
      TaskDefinition.@Nullable Container definition,
      TaskDefinition.@Nullable Log log) {
    if (view.neverRan()) {
      return "There is no log: the container never ran.";
    }
    if (!view.logUnavailable().isEmpty()) {
      return "The log could not be read: " + view.logUnavailable() + ".";
    }
    if (definition != null && log == null) {
      return "Its output is "
          + (view.task().task().isFargate() ? "lost" : "only on the host (docker logs)")
          + ": the container definition has no logConfiguration. Add one with the driver awslogs.";
    }
    return log == null || log.driver().equals("awslogs")
        ? ""
        : "Its output goes to the log driver "
            + log.driver()
            + ", which Runwhy cannot read: look there.";
  }
}
