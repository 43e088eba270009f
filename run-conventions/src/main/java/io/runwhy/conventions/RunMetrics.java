package io.runwhy.conventions;

/** Names of metrics. Units and dimensions are in docs/signals.md. */
public final class RunMetrics {
  public static final String RUNS = "runwhy.runs";
  public static final String RUN_STAGE_DURATION = "runwhy.run.stage.duration";
  public static final String RUN_FAILURES = "runwhy.run.failures";
  public static final String RUN_OLDEST_PENDING = "runwhy.run.oldest_pending";

  public static final String BRIDGE_LAG = "runwhy.bridge.lag";
  public static final String BRIDGE_QUEUE_DEPTH = "runwhy.bridge.queue.depth";
  public static final String BRIDGE_DROPPED = "runwhy.bridge.dropped";
  public static final String BRIDGE_LAST_EVENT_AGE = "runwhy.bridge.last_event_age";
  public static final String BRIDGE_OLDEST_UNSEEN = "runwhy.bridge.oldest_unseen_age";
  public static final String BRIDGE_WATCH_UP = "runwhy.bridge.watch.up";
  public static final String BRIDGE_WATCH_FAILURES = "runwhy.bridge.watch.failures";
  public static final String BRIDGE_WATCH_CUTS = "runwhy.bridge.watch.cuts";
  public static final String BRIDGE_READS = "runwhy.bridge.reads";
  public static final String BRIDGE_READS_SAVED = "runwhy.bridge.reads.saved";
  public static final String BRIDGE_EXPORT_FAILURES = "runwhy.bridge.export.failures";
  public static final String BRIDGE_EXPORTED = "runwhy.bridge.exported";
  public static final String BRIDGE_BAD_OBJECTS = "runwhy.bridge.bad_objects";
  public static final String BRIDGE_TRACKED_RUNS = "runwhy.bridge.tracked_runs";

  /**
   * What the extension left out or lost, by runwhy.reason. As an attribute of its last event: the
   * events that its full queue pushed out.
   */
  public static final String EXTENSION_DROPPED = "runwhy.extension.dropped";

  /** Events of the extension that the receiver refused; also an attribute of its last event. */
  public static final String EXTENSION_REFUSED = "runwhy.extension.refused";

  /** Events that went from its full spool undelivered; also an attribute of its last event. */
  public static final String EXTENSION_SPOOL_DROPPED = "runwhy.extension.spool.dropped";

  /** Standard: CPU time of a process, seconds, by cpu.mode. */
  public static final String PROCESS_CPU_TIME = "process.cpu.time";

  /** Standard: CPU time since the sample before, over time and processors, by cpu.mode. */
  public static final String PROCESS_CPU_UTILIZATION = "process.cpu.utilization";

  /** Standard: resident bytes. */
  public static final String PROCESS_MEMORY_USAGE = "process.memory.usage";

  /** Standard: bytes of address space. */
  public static final String PROCESS_MEMORY_VIRTUAL = "process.memory.virtual";

  /** Standard. */
  public static final String PROCESS_THREAD_COUNT = "process.thread.count";

  /** Standard. */
  public static final String PROCESS_FILE_DESCRIPTOR_COUNT = "process.unix.file_descriptor.count";

  /** Standard: seconds since its start. */
  public static final String PROCESS_UPTIME = "process.uptime";

  /** The most resident bytes since the start. */
  public static final String PROCESS_MEMORY_PEAK = "runwhy.process.memory.peak";

  /** The most cores between two samples since the start. */
  public static final String PROCESS_CPU_PEAK = "runwhy.process.cpu.peak";

  /** Processes that live and that this one or one of its children started. */
  public static final String PROCESS_CHILDREN = "runwhy.process.children";

  /** Standard: CPU time of the container, seconds, by cpu.mode. */
  public static final String CONTAINER_CPU_TIME = "container.cpu.time";

  /** Standard: cores since the sample before. */
  public static final String CONTAINER_CPU_USAGE = "container.cpu.usage";

  /** Standard: bytes, what the kernel keeps of files among them. */
  public static final String CONTAINER_MEMORY_USAGE = "container.memory.usage";

  /** Standard: bytes without those of files that could be let go. */
  public static final String CONTAINER_MEMORY_WORKING_SET = "container.memory.working_set";

  /** Standard, in Kubernetes: bytes. */
  public static final String K8S_CONTAINER_MEMORY_LIMIT = "k8s.container.memory.limit.current";

  /** Standard, in Kubernetes: cores. */
  public static final String K8S_CONTAINER_CPU_LIMIT = "k8s.container.cpu.limit.current";

  /** Where there is no Kubernetes: bytes. */
  public static final String CONTAINER_MEMORY_LIMIT = "runwhy.container.memory.limit";

  /** Where there is no Kubernetes: cores. */
  public static final String CONTAINER_CPU_LIMIT = "runwhy.container.cpu.limit";

  /** The most bytes at a time, as the kernel or, where it does not tell, the samples saw them. */
  public static final String CONTAINER_MEMORY_PEAK = "runwhy.container.memory.peak";

  /** Processes that the kernel killed because the container's memory was at its limit. */
  public static final String CONTAINER_OOM_KILLS = "runwhy.container.memory.oom_kills";

  /** Seconds in which processes waited because the CPU limit was used up. */
  public static final String CONTAINER_CPU_THROTTLED_TIME = "runwhy.container.cpu.throttled_time";

  /** Periods of the CPU limit in which something ran. */
  public static final String CONTAINER_CPU_PERIODS = "runwhy.container.cpu.periods";

  /** Those in which the limit was used up. */
  public static final String CONTAINER_CPU_THROTTLED_PERIODS =
      "runwhy.container.cpu.throttled_periods";

  /** Seconds in which at least one process waited for a resource; by runwhy.resource. */
  public static final String CONTAINER_PRESSURE = "runwhy.container.pressure";

  /** Processes and threads. */
  public static final String CONTAINER_PIDS = "runwhy.container.pids";

  /** The most of them. */
  public static final String CONTAINER_PIDS_LIMIT = "runwhy.container.pids.limit";

  /** What the extension did not measure, or measured and could not deliver; by runwhy.reason. */
  public static final String RESOURCE_LEFT_OUT = "runwhy.resource.left_out";

  private RunMetrics() {}
}
