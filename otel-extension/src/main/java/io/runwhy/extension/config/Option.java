package io.runwhy.extension.config;

import java.util.Locale;

/**
 * Every switch of the extension: a system property, or the environment variable of the same name in
 * upper case with underscores. The table in docs/extension.md is made of it.
 */
public enum Option {
  ENABLED("runwhy.enabled", Kind.FLAG, "true", "the whole extension"),

  SUBMIT_KUBERNETES(
      "runwhy.submit.kubernetes.enabled",
      Kind.FLAG,
      "true",
      "tell of Jobs and Pods that this program creates"),
  SUBMIT_ECS(
      "runwhy.submit.ecs.enabled", Kind.FLAG, "true", "tell of ECS tasks that this program starts"),
  SUBMIT_PROCESS(
      "runwhy.submit.process.enabled",
      Kind.FLAG,
      "true",
      "tell of processes that this program starts"),

  STAMP_ANNOTATION(
      "runwhy.stamp.annotation.enabled",
      Kind.FLAG,
      "true",
      "write annotation runwhy.io/traceparent onto created Jobs and Pods"),
  STAMP_LABEL(
      "runwhy.stamp.label.enabled",
      Kind.FLAG,
      "true",
      "write label runwhy.io/run-id onto created Jobs and Pods that no preset knows"),
  STAMP_ENV(
      "runwhy.stamp.env.enabled",
      Kind.FLAG,
      "true",
      "write TRACEPARENT and RUNWHY_RUN_ID into the environment of the main container"),
  STAMP_ECS(
      "runwhy.stamp.ecs.enabled",
      Kind.FLAG,
      "true",
      "write TRACEPARENT and RUNWHY_RUN_ID into the overrides of ECS tasks"),
  STAMP_ECS_TAGS(
      "runwhy.stamp.ecs_tags.enabled",
      Kind.FLAG,
      "false",
      "write tags runwhy.io/run-id and runwhy.io/traceparent onto ECS tasks; needs the permission"
          + " ecs:TagResource"),
  STAMP_PROCESS(
      "runwhy.stamp.process.enabled",
      Kind.FLAG,
      "true",
      "write TRACEPARENT and RUNWHY_RUN_ID into the environment of started processes"),

  RUN("runwhy.run.enabled", Kind.FLAG, "true", "tell how this process, as a run, begins and ends"),
  RUN_ID("runwhy.run.id", Kind.TEXT, "", "the run, where the environment does not name it"),
  RUN_NAME("runwhy.run.name", Kind.TEXT, "", "its name"),
  RUN_DEPLOYMENT("runwhy.run.deployment", Kind.TEXT, "", "what it repeats"),
  RUN_WORK_POOL("runwhy.run.work_pool", Kind.TEXT, "", "its work pool"),
  RUN_WORK_QUEUE("runwhy.run.work_queue", Kind.TEXT, "", "its work queue"),

  COMMANDS(
      "runwhy.process.commands",
      Kind.TEXT,
      "redacted",
      "how commands are told: redacted (secrets taken out), name (the program alone) or none"),
  CODE("runwhy.code.enabled", Kind.FLAG, "true", "tell how code and data are fetched"),
  CODE_HTTP("runwhy.code.http.enabled", Kind.FLAG, "true", "downloads over plain HTTP among them"),

  RESOURCE("runwhy.resource.enabled", Kind.FLAG, "true", "measure CPU and memory"),
  RESOURCE_CHILDREN(
      "runwhy.resource.children.enabled", Kind.FLAG, "true", "of child processes too"),
  RESOURCE_INTERVAL("runwhy.resource.interval", Kind.DURATION, "10s", "between two samples"),
  RESOURCE_RUN_ID(
      "runwhy.resource.run_id.enabled", Kind.FLAG, "true", "put the run's id on metric points"),
  CGROUP_ROOT("runwhy.resource.cgroup_root", Kind.TEXT, "/sys/fs/cgroup", "where cgroups are"),
  PROC_ROOT("runwhy.resource.proc_root", Kind.TEXT, "/proc", "where processes are"),

  SPAN_EVENTS(
      "runwhy.span_events.enabled", Kind.FLAG, "true", "states as span events too, beside events"),
  OTLP_ENDPOINT(
      "runwhy.otlp.endpoint",
      Kind.TEXT,
      "",
      "where own events and metrics go; empty: as otel.exporter.otlp.* say"),
  OTLP_PROTOCOL(
      "runwhy.otlp.protocol",
      Kind.TEXT,
      "",
      "http/protobuf or grpc; empty: as otel.exporter.otlp.protocol says"),
  OTLP_HEADERS("runwhy.otlp.headers", Kind.TEXT, "", "key=value, comma separated"),
  OTLP_TIMEOUT("runwhy.otlp.timeout", Kind.DURATION, "10s", "of one export"),
  QUEUE_SIZE("runwhy.queue.max_events", Kind.COUNT, "2048", "events that wait; the oldest go"),
  SPOOL("runwhy.spool.enabled", Kind.FLAG, "true", "keep events on disk until they are delivered"),
  SPOOL_DIRECTORY(
      "runwhy.spool.directory", Kind.TEXT, "", "where; empty: runwhy-spool in java.io.tmpdir"),
  SPOOL_MAX_BYTES("runwhy.spool.max_bytes", Kind.BYTES, "1MiB", "of one process; the oldest go"),
  SPOOL_TOTAL_BYTES(
      "runwhy.spool.total_bytes", Kind.BYTES, "8MiB", "of the directory; the oldest files go"),
  FLUSH_EXIT(
      "runwhy.shutdown.exit_timeout",
      Kind.DURATION,
      "2s",
      "longest wait for delivery when the process ends in order"),
  FLUSH_HALT(
      "runwhy.shutdown.halt_timeout",
      Kind.DURATION,
      "500ms",
      "longest wait for delivery when it is halted");

  /** What a value may be. */
  public enum Kind {
    /** true or false. */
    FLAG,
    TEXT,
    /** A number with ms, s, m or h; more than 0. */
    DURATION,
    /** A number with B, KiB, MiB or GiB; more than 0. */
    BYTES,
    /** A number, more than 0. */
    COUNT
  }

  private final String property;
  private final Kind kind;
  private final String byDefault;
  private final String about;

  Option(String property, Kind kind, String byDefault, String about) {
    this.property = property;
    this.kind = kind;
    this.byDefault = byDefault;
    this.about = about;
  }

  /** The system property. */
  public String property() {
    return property;
  }

  /** The environment variable; the system property wins over it. */
  public String variable() {
    return property.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  public Kind kind() {
    return kind;
  }

  public String byDefault() {
    return byDefault;
  }

  /** One sentence for the documentation. */
  public String about() {
    return about;
  }
}
