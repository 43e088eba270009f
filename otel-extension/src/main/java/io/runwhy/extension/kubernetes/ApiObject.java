package io.runwhy.extension.kubernetes;

import io.runwhy.extension.stamp.Model;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a preset may ask of an object that is submitted; the same answers as the bridge gives of the
 * created object.
 */
final class ApiObject {
  /** Suffix of a CronJob's Job, or the random characters of a generated name. */
  private static final Pattern GENERATED =
      Pattern.compile("-(?:[0-9]{7,12}|[bcdfghjklmnpqrstvwxz2456789]{5})$");

  private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  private final Object model;
  private final Kind kind;
  private final String namespace;
  private final @Nullable Object meta;
  private final @Nullable Object pod;

  private ApiObject(Object model, Kind kind, String namespace) {
    this.model = model;
    this.kind = kind;
    this.meta = Model.get(model, "metadata");
    this.pod = kind == Kind.POD ? model : Model.at(model, "spec", "template");
    String own = Model.text(meta, "namespace");
    this.namespace = namespace.isEmpty() ? own : namespace;
  }

  /**
   * An object of a kind that is looked at.
   *
   * @param namespace of the call; empty when the object's own counts
   */
  static ApiObject of(Object model, Kind kind, String namespace) {
    return new ApiObject(model, kind, namespace);
  }

  Object model() {
    return model;
  }

  Kind kind() {
    return kind;
  }

  String namespace() {
    return namespace;
  }

  /** Empty when the server gives it one. */
  String name() {
    return Model.text(meta, "name");
  }

  boolean isOwned() {
    return !Model.list(meta, "ownerReferences").isEmpty();
  }

  /** An annotation of the object; empty when there is none. */
  String annotation(String key) {
    return metadata("annotations", key, true);
  }

  /** The value of one part of a preset; empty when there is none. */
  String value(String part) {
    return value(part, true);
  }

  /** As {@link #value}, but only what the object's pods carry too. */
  String sharedValue(String part) {
    return value(part, kind == Kind.POD);
  }

  private String value(String part, boolean own) {
    int colon = part.indexOf(':');
    if (colon > 0) {
      String key = part.substring(colon + 1);
      switch (part.substring(0, colon)) {
        case "label":
          return metadata("labels", key, own);
        case "annotation":
          return metadata("annotations", key, own);
        case "env":
          return env(key);
        default:
          return "";
      }
    }
    boolean run = kind.isRun();
    switch (part) {
      case "namespace":
        return namespace;
      case "name":
        return run ? name() : "";
      case "owner-name":
        return owner("name", "");
      case "owner-uid":
        return owner("uid", "");
      case "job-name":
        return kind == Kind.JOB ? name() : owner("name", "Job");
      case "job-uid":
        return kind == Kind.JOB ? "" : owner("uid", "Job");
      case "base-name":
        return baseName();
      default:
        // among them uid: the server gives it
        return "";
    }
  }

  private String metadata(String map, String key, boolean own) {
    String shared = Model.text(Model.at(pod, "metadata", map), key);
    return shared.isEmpty() && own ? Model.text(Model.get(meta, map), key) : shared;
  }

  private String env(String name) {
    for (Object container : containers()) {
      for (Object variable : Model.list(container, "env")) {
        if (Model.text(variable, "name").equals(name)) {
          return Model.text(variable, "value");
        }
      }
    }
    return "";
  }

  private List<?> containers() {
    return Model.list(Model.get(pod, "spec"), "containers");
  }

  /**
   * Index of the main container; -1 when there is none.
   *
   * @param mains names of it, the likeliest first
   */
  int main(List<String> mains) {
    for (String name : mains) {
      int index = container(name);
      if (index >= 0) {
        return index;
      }
    }
    int index = container(metadata("annotations", DEFAULT_CONTAINER, kind == Kind.POD));
    return index >= 0 || containers().isEmpty() ? index : 0;
  }

  private int container(String name) {
    int index = 0;
    for (Object container : containers()) {
      if (!name.isEmpty() && Model.text(container, "name").equals(name)) {
        return index;
      }
      index++;
    }
    return -1;
  }

  private String baseName() {
    String cronJob = kind == Kind.JOB ? owner("name", "CronJob") : owner("name", "Job");
    if (kind == Kind.JOB && !cronJob.isEmpty()) {
      return cronJob;
    }
    String name = cronJob.isEmpty() ? name() : cronJob;
    Matcher suffix = GENERATED.matcher(name);
    return suffix.find() ? name.substring(0, suffix.start()) : name;
  }

  /** Of the controlling owner, else of the first; empty when it is of another kind. */
  private String owner(String property, String ofKind) {
    Object found = null;
    for (Object owner : Model.list(meta, "ownerReferences")) {
      if (Boolean.TRUE.equals(Model.get(owner, "controller"))) {
        found = owner;
        break;
      }
      found = found == null ? owner : found;
    }
    return ofKind.isEmpty() || Model.text(found, "kind").equals(ofKind)
        ? Model.text(found, property)
        : "";
  }
}
