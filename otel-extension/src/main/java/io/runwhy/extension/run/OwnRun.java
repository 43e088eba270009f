package io.runwhy.extension.run;

import io.opentelemetry.api.trace.SpanContext;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who this process is: its run, its parent span, where it runs. */
public final class OwnRun {
  private final Run run;
  private final SpanContext parent;
  private volatile Map<String, Object> infrastructure;

  public OwnRun(Run run, SpanContext parent, Map<String, Object> infrastructure) {
    this.run = run;
    this.parent = parent;
    this.infrastructure = Collections.unmodifiableMap(infrastructure);
  }

  /** {@link Run#NONE} when nothing names a run. */
  public Run run() {
    return run;
  }

  /** Of the submitter; not valid when there is none. */
  public SpanContext parent() {
    return parent;
  }

  /** Pod, container, task: for records. On ECS the task is known a little after the start. */
  public Map<String, Object> infrastructure() {
    return infrastructure;
  }

  /** Whether this process is a run: it has an id or a parent. */
  public boolean isRun() {
    return !run.id().isEmpty() || parent.isValid();
  }

  /** From now on records carry this too. */
  void learn(Map<String, Object> more) {
    Map<String, Object> all = new LinkedHashMap<>(infrastructure);
    all.putAll(more);
    infrastructure = Collections.unmodifiableMap(all);
  }
}
