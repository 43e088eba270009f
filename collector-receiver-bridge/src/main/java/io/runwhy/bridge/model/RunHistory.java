package io.runwhy.bridge.model;

import java.time.Instant;
import java.util.List;

/** All that is known of one run, immutable: the input of a diagnosis. */
public sealed interface RunHistory permits KubernetesHistory, EcsHistory {
  RunIdentity run();

  /** Recovered tails. */
  List<LogTail> logs();

  /**
   * Facts that could not be read, in words for a person, for example "no permission to list nodes".
   */
  List<String> missing();

  /** The time at which the question is asked. */
  Instant now();

  /**
   * How far what was seen reaches: {@code now} of a live watch, earlier for objects that were saved
   * some time ago.
   */
  Instant seenUntil();

  /** The number of the newest attempt; 0 before the first one exists. */
  int attempts();

  /** The attempt that a pod uid or task ARN belongs to; 0 when it is not known. */
  int attemptOf(String uid);
}
