package io.runwhy.bridge.emit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.runwhy.bridge.model.Infrastructure;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.conventions.Arns;
import io.runwhy.conventions.RunAttributes;
import java.util.Locale;
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
        .put(RunAttributes.CICD_PIPELINE_RUN_ID, run.key().runId());
    if (infrastructure instanceof Infrastructure.OfPod pod) {
      attrs.put(RunAttributes.K8S_CLUSTER_NAME, run.key().cluster()).pod(pod);
    } else if (infrastructure instanceof Infrastructure.OfTask task) {
      attrs.task(task);
    }
    if (attempt > 0) {
      attrs.put(RunAttributes.RUN_ATTEMPT, attempt);
    }
    return attrs;
  }

  private void pod(Infrastructure.OfPod pod) {
    put(RunAttributes.K8S_NAMESPACE_NAME, pod.namespace())
        .put(RunAttributes.K8S_POD_NAME, pod.podName())
        .put(RunAttributes.K8S_POD_UID, pod.podUid())
        .put(RunAttributes.K8S_JOB_NAME, pod.jobName())
        .put(RunAttributes.K8S_JOB_UID, pod.jobUid())
        .put(RunAttributes.K8S_NODE_NAME, pod.nodeName());
  }

  private void task(Infrastructure.OfTask task) {
    String definition = Arns.last(task.definitionArn());
    int colon = definition.lastIndexOf(':');
    String any = task.taskArn().isEmpty() ? task.clusterArn() : task.taskArn();
    put(RunAttributes.AWS_ECS_CLUSTER_ARN, task.clusterArn())
        .put(RunAttributes.AWS_ECS_TASK_ARN, task.taskArn())
        .put(RunAttributes.AWS_ECS_TASK_ID, Arns.last(task.taskArn()))
        .put(
            RunAttributes.AWS_ECS_TASK_FAMILY,
            colon < 0 ? definition : definition.substring(0, colon))
        .put(RunAttributes.AWS_ECS_TASK_REVISION, colon < 0 ? "" : definition.substring(colon + 1))
        .put(RunAttributes.AWS_ECS_LAUNCHTYPE, task.launchType().toLowerCase(Locale.ROOT))
        .put(RunAttributes.CLOUD_REGION, Arns.region(any))
        .put(RunAttributes.CLOUD_ACCOUNT_ID, Arns.account(any))
        .put(RunAttributes.CLOUD_AVAILABILITY_ZONE, task.zone());
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
