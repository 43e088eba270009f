package io.runwhy.bridge.fake;

import java.time.Instant;

/**
 * One request that came to the fake AWS.
 *
 * @param operation for example {@code DescribeTasks}
 * @param region the Region that it was signed for; empty when it was not signed
 * @param at when it came
 * @param nanos the same on the clock of {@link System#nanoTime}, to measure rates
 */
public record AwsCall(String operation, String region, Instant at, long nanos) {}
