package io.runwhy.bridge.config;

import java.time.Duration;

/**
 * How runs are followed.
 *
 * @param settle how long after a run's end late evidence is waited for before the run is closed
 * @param evidenceHold how long a verdict that is not confirmed waits for evidence that was asked
 *     for
 * @param pendingEvidenceAfter a run that is pending longer than this is looked at more closely
 * @param recheck how often the evidence of a run in trouble is read again
 * @param replayWindow runs that ended longer ago than this before the start are not told again
 * @param maxRuns live runs followed at the most
 * @param maxFinishedRuns finished runs that can still be asked about
 */
public record TimelineConfig(
    Duration settle,
    Duration evidenceHold,
    Duration pendingEvidenceAfter,
    Duration recheck,
    Duration replayWindow,
    int maxRuns,
    int maxFinishedRuns) {

  public static final TimelineConfig DEFAULT =
      new TimelineConfig(
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofHours(1),
          200_000,
          2_000);
}
