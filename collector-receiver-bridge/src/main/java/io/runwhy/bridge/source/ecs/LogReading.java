package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.logs.TailBuilder;

/** What one look at a log stream gave. */
sealed interface LogReading {

  /** The end of the log, whole. */
  record Read(TailBuilder.Tail tail) implements LogReading {}

  /** There are lines, but not yet known to be all; {@code newest} tells them from later ones. */
  record Unsettled(long newest) implements LogReading {}

  /** The stream is there and has no lines. */
  record Empty() implements LogReading {}

  record NoStream() implements LogReading {}

  record NoGroup() implements LogReading {}

  /** It was refused for good; {@code action} is the IAM action of the call. */
  record Refused(ReadFailure failure, String action) implements LogReading {}
}
