package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.source.ObservationSink;
import java.time.InstantSource;

/**
 * What all requests for evidence share.
 *
 * @param home Region of the clusters
 */
record Means(
    TaskFacts facts,
    CloudWatchLogs logs,
    Refusals refusals,
    String home,
    ObservationSink sink,
    BridgeStats stats,
    InstantSource clock) {}
