package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.model.EvidenceRequest.LogRef;
import io.runwhy.bridge.model.Task;
import io.runwhy.bridge.model.TaskDefinition;
import io.runwhy.conventions.Arns;
import java.util.Locale;
import java.util.regex.Pattern;

/** Says of a log that cannot be read why, and where a person may find it. Pure. */
final class UnreadableLogs {
  private static final Pattern ROUTER_IMAGE = Pattern.compile("fluent-?bit|fluentd");
  private static final Pattern ROUTER_NAME = Pattern.compile("log_?-?router|firelens|fluent");

  private UnreadableLogs() {}

  static String notConfigured(Task task, LogRef ref) {
    String advice =
        " Give the container a logConfiguration with the awslogs driver in the task definition "
            + task.family()
            + '.';
    return task.isFargate()
        ? "No log was kept: the container has no logConfiguration, and on Fargate its output is lost."
            + advice
        : "The log is only on the host, if it is still there: the container has no logConfiguration. Look on "
            + host(task)
            + ": "
            + dockerLogs(ref)
            + '.'
            + advice;
  }

  /** A container whose output goes through a router in the same task. */
  static LogPlace.Routed routed(TaskDefinition definition, LogRef ref) {
    String router = router(definition, ref.container());
    String why =
        "The log is not in CloudWatch: it goes through the log router of the task (awsfirelens). Where the router sends it, look for this task; in Loki: {...} | ecs_task_arn=\""
            + ref.attemptUid()
            + "\".";
    String end =
        router.isEmpty()
            ? " The router's own log cannot be read either."
            : " The router's own log (container " + router + ") is read.";
    return new LogPlace.Routed(why + end, router);
  }

  static String driver(Task task, String driver, LogRef ref) {
    String begin = "The log cannot be read from here: the log driver is " + driver + ". Look ";
    String where =
        switch (driver) {
          case "splunk" -> "in Splunk, at the splunk-url of the log options";
          case "gelf" ->
              "in the GELF server (Graylog, Logstash) at the gelf-address of the log options";
          case "syslog" -> "in the syslog server at the syslog-address of the log options";
          case "fluentd" -> "where the Fluentd at the fluentd-address of the log options sends it";
          case "json-file" ->
              "on "
                  + host(task)
                  + " in /var/lib/docker/containers/"
                  + idOr(ref, "CONTAINER_ID")
                  + "/, or with "
                  + dockerLogs(ref);
          case "journald" ->
              "on "
                  + host(task)
                  + " with journalctl CONTAINER_ID_FULL="
                  + idOr(ref, "CONTAINER_ID");
          case "none" -> "nowhere: this driver keeps nothing";
          default -> "where this driver sends it";
        };
    return begin + where + '.';
  }

  /**
   * A stream that has nothing to read, or is not there, after every re-read.
   *
   * @param absent whether there is no such stream
   */
  static String nothing(LogPlace.Stream place, String region, boolean absent) {
    String where =
        "log stream " + place.stream() + " of log group " + place.group() + " in " + region;
    String begin =
        absent
            ? "There is no " + where + ": the container wrote nothing"
            : "Nothing is in the " + where + ": the container wrote nothing";
    return switch (place.mode()) {
      case "blocking" -> begin + ", or the driver could not deliver it.";
      case "non-blocking" ->
          begin
              + ", or its lines were lost: the delivery mode is non-blocking, which drops lines silently when its buffer is full.";
      default ->
          begin
              + ", or its lines were lost: no delivery mode is set, and ECS's default, non-blocking, drops lines silently when its buffer is full.";
    };
  }

  /** The container that looks like the router and writes to CloudWatch; empty when none does. */
  private static String router(TaskDefinition definition, String routed) {
    return definition.containers().stream()
        .filter(c -> !c.name().equals(routed))
        .filter(c -> c.log() != null && c.log().driver().equals("awslogs"))
        .filter(
            c ->
                ROUTER_IMAGE.matcher(c.image().toLowerCase(Locale.ROOT)).find()
                    || ROUTER_NAME.matcher(c.name().toLowerCase(Locale.ROOT)).find())
        .map(TaskDefinition.Container::name)
        .findFirst()
        .orElse("");
  }

  private static String host(Task task) {
    return task.containerInstanceArn().isEmpty()
        ? "the host"
        : "the host (container instance " + Arns.last(task.containerInstanceArn()) + ')';
  }

  private static String dockerLogs(LogRef ref) {
    return "docker logs " + idOr(ref, "CONTAINER_ID");
  }

  private static String idOr(LogRef ref, String otherwise) {
    return ref.containerId().isEmpty() ? otherwise : ref.containerId();
  }
}
