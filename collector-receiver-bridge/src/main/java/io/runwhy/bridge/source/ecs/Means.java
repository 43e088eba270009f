package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.source.ObservationSink;
import io.runwhy.bridge.source.Outage;
import java.time.InstantSource;

/**
 * What all requests for evidence share.
 *
 * @param outage told when reads fail and when they work again
 * @param home Region of the clusters
 */
record Means(
    TaskFacts facts,
    CloudWatchLogs logs,
    Refusals refusals,
    Outage outage,
    String home,
    ObservationSink sink,
    BridgeStats stats,
    InstantSource clock) {}
