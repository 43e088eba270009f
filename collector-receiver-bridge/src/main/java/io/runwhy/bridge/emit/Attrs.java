package io.runwhy.bridge.emit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.runwhy.bridge.model.Infrastructure;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.conventions.RunAttributes;
import org.jspecify.annotations.Nullable;

/** Attributes of one record; empty and unknown values are left out, long ones are cut. */
final class Attrs {
  /** Characters of one attribute; what is longer is cut by trace stores anyway. */
  static final int TEXT_LIMIT = 2_048;

  private static final String MARK = "…";

  private final AttributesBuilder builder = Attributes.builder();

  /** The ids that every record carries. */
  static Attrs of(RunIdentity run, Infrastructure infrastructure, int attempt) {
    Attrs attrs = new Attrs();
    attrs
        .put(RunAttributes.RUN_ID, run.key().runId())
        .put(RunAttributes.RUN_NAME, run.name())
        .put(RunAttributes.ORCHESTRATOR, run.orchestrator())
        .put(RunAttributes.DEPLOYMENT_NAME, run.deployment())
        .put(RunAttributes.WORK_POOL_NAME, run.workPool())
        .put(RunAttributes.WORK_QUEUE_NAME, run.workQueue())
        .put(RunAttributes.CICD_PIPELINE_RUN_ID, run.key().runId())
        .put(RunAttributes.K8S_CLUSTER_NAME, run.key().cluster())
        .put(RunAttributes.K8S_NAMESPACE_NAME, infrastructure.namespace())
        .put(RunAttributes.K8S_POD_NAME, infrastructure.podName())
        .put(RunAttributes.K8S_POD_UID, infrastructure.podUid())
        .put(RunAttributes.K8S_JOB_NAME, infrastructure.jobName())
        .put(RunAttributes.K8S_JOB_UID, infrastructure.jobUid())
        .put(RunAttributes.K8S_NODE_NAME, infrastructure.nodeName());
    if (attempt > 0) {
      attrs.put(RunAttributes.RUN_ATTEMPT, attempt);
    }
    return attrs;
  }

  Attrs put(String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      builder.put(AttributeKey.stringKey(key), cut(value, TEXT_LIMIT));
    }
    return this;
  }

  Attrs put(String key, long value) {
    builder.put(AttributeKey.longKey(key), value);
    return this;
  }

  Attrs put(String key, double value) {
    builder.put(AttributeKey.doubleKey(key), value);
    return this;
  }

  Attrs put(String key, boolean value) {
    builder.put(AttributeKey.booleanKey(key), value);
    return this;
  }

  Attrs put(String key, java.util.List<String> values) {
    if (!values.isEmpty()) {
      builder.put(
          AttributeKey.stringArrayKey(key), values.stream().map(v -> cut(v, TEXT_LIMIT)).toList());
    }
    return this;
  }

  Attributes build() {
    return builder.build();
  }

  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = limit - MARK.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + MARK;
  }
}
