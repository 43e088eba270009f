package io.runwhy.bridge.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Who a run is, resolved once at the border by a preset.
 *
 * @param orchestrator the preset that matched, for example {@code prefect}, {@code airflow}, {@code
 *     job}
 * @param deployment what repeats the run, for example a CronJob's name
 * @param mainContainer the container that the preset declares to be the run, if it does
 * @param traceparent W3C trace context found on the object, if any
 */
public record RunIdentity(
    RunKey key,
    String name,
    String orchestrator,
    String namespace,
    @Nullable String deployment,
    @Nullable String workPool,
    @Nullable String workQueue,
    @Nullable String mainContainer,
    @Nullable String traceparent) {
  public RunIdentity {
    requireNonNull(key, "key");
    requireNonNull(name, "name");
    requireNonNull(orchestrator, "orchestrator");
    requireNonNull(namespace, "namespace");
  }
}
