package io.runwhy.bridge.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The field that a cause rests on.
 *
 * @param field path in the source object, for example {@code pod/train-x7k2p
 *     status.containerStatuses[train].state.terminated.reason}
 * @param value the value, quoted; long texts are cut
 */
public record Evidence(String field, String value, @Nullable Instant time) {}
