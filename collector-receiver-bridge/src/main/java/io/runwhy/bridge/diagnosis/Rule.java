package io.runwhy.bridge.diagnosis;

import java.util.function.Consumer;

/**
 * One question to a run. Pure: no clock, no I/O. A rule reports every hit it has, the most telling
 * first; the order of the rules is the order of {@link RuleOrder}.
 */
sealed interface Rule {
  /** A stable name for tests and the order's data. */
  String name();

  /** A rule about the run as a whole: its Job, or the absence of pods. */
  non-sealed interface OfRun extends Rule {
    void find(RunView run, Consumer<Finding> found);
  }

  /** A rule about one attempt. */
  non-sealed interface OfPod extends Rule {
    void find(PodView pod, Consumer<Finding> found);
  }
}
