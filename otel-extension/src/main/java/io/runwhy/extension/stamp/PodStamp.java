package io.runwhy.extension.stamp;

import io.runwhy.conventions.RunKeys;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Writes identity and trace context onto an object that makes pods: annotation, label, environment
 * of the main container. What the user wrote stays as it is; specs, owners, status and versions are
 * not touched otherwise.
 */
public final class PodStamp {
  /** Where the pod is in the object. */
  public enum Shape {
    /** The object is the pod. */
    POD,
    /** The pod is spec.template; object and template are stamped. */
    JOB,
    /** The pod is spec.template; the template alone is stamped, without a label. */
    WORKLOAD
  }

  /** What is carried. Empty texts are not. */
  public static final class Carried {
    final String traceparent;
    final String label;
    final String runId;
    final int main;

    /**
     * @param label value of the run's label; empty where a preset knows the run
     * @param runId for the environment
     * @param main index of the main container; below 0 for none
     */
    public Carried(String traceparent, String label, String runId, int main) {
      this.traceparent = traceparent;
      this.label = label;
      this.runId = runId;
      this.main = main;
    }
  }

  private final boolean annotation;
  private final boolean label;
  private final boolean env;
  private final OwnStamps own;

  public PodStamp(Options options, OwnStamps own) {
    this.annotation = options.isOn(Option.STAMP_ANNOTATION);
    this.label = options.isOn(Option.STAMP_LABEL);
    this.env = options.isOn(Option.STAMP_ENV);
    this.own = own;
  }

  /** Whether a label can be written. */
  public boolean labels() {
    return label;
  }

  /**
   * Stamps an object that is about to be created.
   *
   * @return the object to send: the same, or a changed copy when it is a map
   */
  public Object create(Object object, Shape shape, Carried carried, Undo undo) {
    Object result = shape == Shape.WORKLOAD ? object : metadata(object, true, carried, undo);
    if (shape == Shape.POD) {
      return spec(result, carried, undo);
    }
    Object spec = Model.get(result, "spec");
    Object template = Model.get(spec, "template");
    if (spec == null || template == null) {
      return result;
    }
    Object stamped = metadata(template, shape == Shape.JOB, carried, undo);
    return put(
        result,
        "spec",
        spec,
        put(spec, "template", template, spec(stamped, carried, undo), undo),
        undo);
  }

  /** Stamps an object that is applied, and may be there already: its own annotation alone. */
  public Object apply(Object object, String traceparent, Undo undo) {
    return Model.get(object, "metadata") == null
        ? object
        : metadata(object, false, new Carried(traceparent, "", "", -1), undo);
  }

  private Object metadata(Object owner, boolean labelled, Carried carried, Undo undo) {
    Object before = Model.get(owner, "metadata");
    Object metadata = before;
    if (annotation && writable(metadata, "annotations", RunKeys.TRACEPARENT, carried.traceparent)) {
      metadata = made(owner, metadata);
      own.add(RunKeys.TRACEPARENT, carried.traceparent);
      metadata =
          Model.withEntry(metadata, "annotations", RunKeys.TRACEPARENT, carried.traceparent, undo);
    }
    if (labelled && label && writable(metadata, "labels", RunKeys.RUN_ID, carried.label)) {
      metadata = made(owner, metadata);
      metadata = Model.withEntry(metadata, "labels", RunKeys.RUN_ID, carried.label, undo);
    }
    return metadata == null ? owner : put(owner, "metadata", before, metadata, undo);
  }

  private static Object made(Object owner, @Nullable Object metadata) {
    return metadata == null ? Model.fresh(owner, "metadata") : metadata;
  }

  private boolean writable(@Nullable Object metadata, String map, String key, String value) {
    Object there = Model.at(metadata, map, key);
    return !value.isEmpty()
        && !value.equals(there)
        && (there == null || own.contains(key, there.toString()));
  }

  private Object spec(Object pod, Carried carried, Undo undo) {
    Object spec = Model.get(pod, "spec");
    List<?> containers = Model.list(spec, "containers");
    if (!env || spec == null || carried.main < 0 || carried.main >= containers.size()) {
      return pod;
    }
    Object container = containers.get(carried.main);
    if (container == null) {
      return pod;
    }
    Object stamped = variable(container, RunKeys.ENV_TRACEPARENT, carried.traceparent, undo);
    stamped = variable(stamped, RunKeys.ENV_RUN_ID, carried.runId, undo);
    return put(
        pod,
        "spec",
        spec,
        Model.withElement(spec, "containers", carried.main, stamped, undo),
        undo);
  }

  private Object variable(Object container, String name, String value, Undo undo) {
    if (value.isEmpty()) {
      return container;
    }
    List<?> variables = Model.list(container, "env");
    int index = 0;
    for (Object variable : variables) {
      if (Model.text(variable, "name").equals(name)) {
        if (!own.contains(name, Model.text(variable, "value"))) {
          return container;
        }
        break;
      }
      index++;
    }
    own.add(name, value);
    Object fresh = Model.freshElement(container, "env");
    fresh = Model.with(fresh, "name", name, new Undo());
    fresh = Model.with(fresh, "value", value, new Undo());
    return Model.withElement(container, "env", index, fresh, undo);
  }

  private static Object put(
      Object owner, String name, @Nullable Object before, Object after, Undo undo) {
    return before == after ? owner : Model.with(owner, name, after, undo);
  }
}
