package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.source.Fields;
import io.runwhy.bridge.source.Interner;
import tools.jackson.databind.JsonNode;

/** A Job object of batch/v1. */
final class JobDecoder {
  private JobDecoder() {}

  static Job decode(JsonNode job) {
    JsonNode meta = Meta.of(job);
    JsonNode spec = Fields.child(job, "spec");
    JsonNode status = Fields.child(job, "status");
    return new Job(
        Fields.text(meta, "uid"),
        Interner.intern(Fields.text(meta, "namespace")),
        Fields.text(meta, "name"),
        Meta.owner(job),
        Fields.time(meta, "creationTimestamp"),
        Fields.time(meta, "deletionTimestamp"),
        Fields.flag(spec, "suspend"),
        Fields.intOrNull(spec, "completions"),
        Fields.intOrNull(spec, "parallelism"),
        Fields.intOrNull(spec, "backoffLimit"),
        Fields.longOrNull(spec, "activeDeadlineSeconds"),
        Fields.longOrNull(spec, "ttlSecondsAfterFinished"),
        Fields.text(Fields.child(meta, "labels"), "kueue.x-k8s.io/queue-name"),
        Fields.child(spec, "podFailurePolicy") != null,
        PodSpecDecoder.decode(Fields.at(spec, "template", "spec")),
        Fields.time(status, "startTime"),
        Fields.time(status, "completionTime"),
        Fields.number(status, "active"),
        Fields.number(status, "succeeded"),
        Fields.number(status, "failed"),
        Fields.text(status, "failedIndexes"),
        Meta.conditions(status));
  }
}
