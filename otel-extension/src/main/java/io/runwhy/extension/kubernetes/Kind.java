package io.runwhy.extension.kubernetes;

import io.runwhy.conventions.RunAttributes;
import io.runwhy.extension.stamp.Model;
import io.runwhy.extension.stamp.PodStamp;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The kinds of objects that are looked at. */
enum Kind {
  JOB("Job", "batch/", PodStamp.Shape.JOB, RunAttributes.K8S_JOB_NAME, RunAttributes.K8S_JOB_UID),
  POD("Pod", "v1", PodStamp.Shape.POD, RunAttributes.K8S_POD_NAME, RunAttributes.K8S_POD_UID),
  DEPLOYMENT(
      "Deployment",
      "apps/",
      PodStamp.Shape.WORKLOAD,
      RunAttributes.K8S_DEPLOYMENT_NAME,
      RunAttributes.K8S_DEPLOYMENT_UID),
  STATEFUL_SET(
      "StatefulSet",
      "apps/",
      PodStamp.Shape.WORKLOAD,
      RunAttributes.K8S_STATEFULSET_NAME,
      RunAttributes.K8S_STATEFULSET_UID),
  REPLICA_SET(
      "ReplicaSet",
      "apps/",
      PodStamp.Shape.WORKLOAD,
      RunAttributes.K8S_REPLICASET_NAME,
      RunAttributes.K8S_REPLICASET_UID);

  private final String wireName;
  private final String api;
  private final PodStamp.Shape shape;
  private final String nameKey;
  private final String uidKey;

  Kind(String wireName, String api, PodStamp.Shape shape, String nameKey, String uidKey) {
    this.wireName = wireName;
    this.api = api;
    this.shape = shape;
    this.nameKey = nameKey;
    this.uidKey = uidKey;
  }

  /** Null for every other kind, and for kinds of the same name in another API group. */
  static @Nullable Kind of(Object object) {
    String kind = Model.text(object, "kind");
    Kind known = named(kind.isEmpty() ? simpleName(object) : kind);
    if (known == null) {
      return null;
    }
    String version = Model.text(object, "apiVersion");
    return version.isEmpty() || version.startsWith(known.api) ? known : null;
  }

  private static String simpleName(Object object) {
    String name = object.getClass().getSimpleName();
    return name.startsWith("V1") ? name.substring(2) : name;
  }

  private static @Nullable Kind named(String kind) {
    switch (kind) {
      case "Job":
        return JOB;
      case "Pod":
        return POD;
      case "Deployment":
        return DEPLOYMENT;
      case "StatefulSet":
        return STATEFUL_SET;
      case "ReplicaSet":
        return REPLICA_SET;
      default:
        return null;
    }
  }

  String wireName() {
    return wireName;
  }

  PodStamp.Shape shape() {
    return shape;
  }

  /** Whether one object is one run: others make pods again and again. */
  boolean isRun() {
    return shape != PodStamp.Shape.WORKLOAD;
  }

  /** Attribute of its name. */
  String nameKey() {
    return nameKey;
  }

  /** Attribute of its uid. */
  String uidKey() {
    return uidKey;
  }
}
