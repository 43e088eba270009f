package io.runwhy.extension.resource;

import io.runwhy.conventions.RunAttributes;
import io.runwhy.conventions.RunMetrics;

/** What is measured, and the metric that tells it: one row is one series. */
enum Measure {
  CPU_USER(RunMetrics.PROCESS_CPU_TIME, Kind.COUNTER, "s", "self", "user", false),
  CPU_SYSTEM(RunMetrics.PROCESS_CPU_TIME, Kind.COUNTER, "s", "self", "system", false),
  /** Where the platform does not tell the two apart. */
  CPU_TOTAL(RunMetrics.PROCESS_CPU_TIME, Kind.COUNTER, "s", "self", "", false),
  CPU_UTILIZATION_USER(RunMetrics.PROCESS_CPU_UTILIZATION, Kind.GAUGE, "1", "self", "user", true),
  CPU_UTILIZATION_SYSTEM(
      RunMetrics.PROCESS_CPU_UTILIZATION, Kind.GAUGE, "1", "self", "system", true),
  CPU_UTILIZATION_TOTAL(RunMetrics.PROCESS_CPU_UTILIZATION, Kind.GAUGE, "1", "self", "", true),
  CPU_PEAK(RunMetrics.PROCESS_CPU_PEAK, Kind.GAUGE, "{cpu}", "self", "", true),
  MEMORY(RunMetrics.PROCESS_MEMORY_USAGE, Kind.LEVEL, "By", "self", "", true),
  MEMORY_VIRTUAL(RunMetrics.PROCESS_MEMORY_VIRTUAL, Kind.LEVEL, "By", "self", "", false),
  MEMORY_PEAK(RunMetrics.PROCESS_MEMORY_PEAK, Kind.WHOLE_GAUGE, "By", "self", "", true),
  THREADS(RunMetrics.PROCESS_THREAD_COUNT, Kind.LEVEL, "{thread}", "self", "", false),
  FILE_DESCRIPTORS(
      RunMetrics.PROCESS_FILE_DESCRIPTOR_COUNT, Kind.LEVEL, "{file_descriptor}", "self", "", false),
  UPTIME(RunMetrics.PROCESS_UPTIME, Kind.GAUGE, "s", "self", "", false),

  CHILDREN_CPU_USER(RunMetrics.PROCESS_CPU_TIME, Kind.COUNTER, "s", "children", "user", false),
  CHILDREN_CPU_SYSTEM(RunMetrics.PROCESS_CPU_TIME, Kind.COUNTER, "s", "children", "system", false),
  CHILDREN_CPU_UTILIZATION_USER(
      RunMetrics.PROCESS_CPU_UTILIZATION, Kind.GAUGE, "1", "children", "user", true),
  CHILDREN_CPU_UTILIZATION_SYSTEM(
      RunMetrics.PROCESS_CPU_UTILIZATION, Kind.GAUGE, "1", "children", "system", true),
  CHILDREN_CPU_PEAK(RunMetrics.PROCESS_CPU_PEAK, Kind.GAUGE, "{cpu}", "children", "", true),
  CHILDREN_MEMORY(RunMetrics.PROCESS_MEMORY_USAGE, Kind.LEVEL, "By", "children", "", true),
  CHILDREN_MEMORY_PEAK(
      RunMetrics.PROCESS_MEMORY_PEAK, Kind.WHOLE_GAUGE, "By", "children", "", true),
  CHILDREN(RunMetrics.PROCESS_CHILDREN, Kind.LEVEL, "{process}", "", "", false),

  CONTAINER_CPU_USER(RunMetrics.CONTAINER_CPU_TIME, Kind.COUNTER, "s", "", "user", false),
  CONTAINER_CPU_SYSTEM(RunMetrics.CONTAINER_CPU_TIME, Kind.COUNTER, "s", "", "system", false),
  CONTAINER_CPU_TOTAL(RunMetrics.CONTAINER_CPU_TIME, Kind.COUNTER, "s", "", "", false),
  CONTAINER_CPU(RunMetrics.CONTAINER_CPU_USAGE, Kind.GAUGE, "{cpu}", "", "", true),
  CONTAINER_CPU_LIMIT(RunMetrics.CONTAINER_CPU_LIMIT, Kind.GAUGE, "{cpu}", "", "", false),
  CONTAINER_THROTTLED_TIME(
      RunMetrics.CONTAINER_CPU_THROTTLED_TIME, Kind.COUNTER, "s", "", "", false),
  CONTAINER_PERIODS(
      RunMetrics.CONTAINER_CPU_PERIODS, Kind.WHOLE_COUNTER, "{period}", "", "", false),
  CONTAINER_THROTTLED_PERIODS(
      RunMetrics.CONTAINER_CPU_THROTTLED_PERIODS, Kind.WHOLE_COUNTER, "{period}", "", "", false),
  CONTAINER_MEMORY(RunMetrics.CONTAINER_MEMORY_USAGE, Kind.LEVEL, "By", "", "", false),
  CONTAINER_WORKING_SET(RunMetrics.CONTAINER_MEMORY_WORKING_SET, Kind.LEVEL, "By", "", "", true),
  CONTAINER_MEMORY_PEAK(RunMetrics.CONTAINER_MEMORY_PEAK, Kind.WHOLE_GAUGE, "By", "", "", false),
  CONTAINER_MEMORY_LIMIT(RunMetrics.CONTAINER_MEMORY_LIMIT, Kind.LEVEL, "By", "", "", true),
  CONTAINER_OOM_KILLS(
      RunMetrics.CONTAINER_OOM_KILLS, Kind.WHOLE_COUNTER, "{process}", "", "", false),
  CONTAINER_PIDS(RunMetrics.CONTAINER_PIDS, Kind.LEVEL, "{process}", "", "", false),
  CONTAINER_PIDS_LIMIT(RunMetrics.CONTAINER_PIDS_LIMIT, Kind.LEVEL, "{process}", "", "", false),
  PRESSURE_CPU(RunMetrics.CONTAINER_PRESSURE, Kind.COUNTER, "s", "cpu", "", false),
  PRESSURE_MEMORY(RunMetrics.CONTAINER_PRESSURE, Kind.COUNTER, "s", "memory", "", false),
  PRESSURE_IO(RunMetrics.CONTAINER_PRESSURE, Kind.COUNTER, "s", "io", "", false),

  CHILDREN_LEFT_OUT(
      RunMetrics.RESOURCE_LEFT_OUT, Kind.WHOLE_COUNTER, "{record}", "children_limit", "", false),
  EXPORTS_LOST(
      RunMetrics.RESOURCE_LEFT_OUT, Kind.WHOLE_COUNTER, "{record}", "metrics_failed", "", false);

  /** Kinds of instruments; whole ones hold integers. */
  enum Kind {
    COUNTER,
    WHOLE_COUNTER,
    GAUGE,
    WHOLE_GAUGE,
    /** An UpDownCounter of integers. */
    LEVEL;

    /** Whether its values are integers. */
    boolean isWhole() {
      return this != COUNTER && this != GAUGE;
    }
  }

  private final String metric;
  private final Kind kind;
  private final String unit;
  private final String part;
  private final String mode;
  private final boolean withRunId;

  Measure(String metric, Kind kind, String unit, String part, String mode, boolean withRunId) {
    this.metric = metric;
    this.kind = kind;
    this.unit = unit;
    this.part = part;
    this.mode = mode;
    this.withRunId = withRunId;
  }

  /** Where the process runs in Kubernetes the limits have standard names. */
  String metric(boolean kubernetes) {
    if (kubernetes && this == CONTAINER_MEMORY_LIMIT) {
      return RunMetrics.K8S_CONTAINER_MEMORY_LIMIT;
    }
    if (kubernetes && this == CONTAINER_CPU_LIMIT) {
      return RunMetrics.K8S_CONTAINER_CPU_LIMIT;
    }
    return metric;
  }

  Kind kind() {
    return kind;
  }

  String unit() {
    return unit;
  }

  /**
   * Of the process: self or children; of pressure: the resource; of what is left out: why; else
   * empty.
   */
  String part() {
    return part;
  }

  /** The attribute that {@link #part()} is the value of. */
  String partKey() {
    if (metric.equals(RunMetrics.CONTAINER_PRESSURE)) {
      return RunAttributes.RESOURCE;
    }
    return metric.equals(RunMetrics.RESOURCE_LEFT_OUT)
        ? RunAttributes.REASON
        : RunAttributes.PROCESS_SCOPE;
  }

  /** user, system, or empty. */
  String mode() {
    return mode;
  }

  /** Whether its points may carry the run's id. */
  boolean withRunId() {
    return withRunId;
  }
}
