package io.runwhy.bridge.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of an Event object.
 *
 * @param about what the event is about; its uid may be empty
 * @param container from the field path {@code spec.containers{NAME}}, else empty
 * @param component who reported it
 * @param first when it was first seen
 * @param last when it was last seen; never before {@code first}
 */
public record KubernetesEvent(
    String uid,
    String type,
    String reason,
    String message,
    ObjectRef about,
    String container,
    String component,
    int count,
    @Nullable Instant first,
    @Nullable Instant last) {

  public boolean is(String wanted) {
    return reason.equals(wanted);
  }
}
