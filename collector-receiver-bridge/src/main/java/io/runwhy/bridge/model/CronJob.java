package io.runwhy.bridge.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A CronJob, as far as the question needs it why it started no Job.
 *
 * @param concurrencyPolicy Allow, Forbid or Replace; empty when unknown
 * @param startingDeadlineSeconds null when there is none
 * @param active names of Jobs that it still counts as running, comma-separated
 */
public record CronJob(
    String uid,
    String namespace,
    String name,
    String schedule,
    String concurrencyPolicy,
    boolean suspend,
    @Nullable Long startingDeadlineSeconds,
    @Nullable Instant lastScheduleTime,
    String active) {}
