package io.runwhy.bridge.answer;

import io.runwhy.bridge.model.RunSnapshot;
import io.runwhy.bridge.model.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one input.
 *
 * @param file the input's name, empty when there is none
 * @param run the run with its states and verdict
 */
public record Answer(String file, RunSnapshot run) {
  public Verdict verdict() {
    return run.verdict();
  }

  /** The code of the cause; null when none is named. */
  public @Nullable String code() {
    return run.verdict() instanceof io.runwhy.bridge.model.Diagnosis d ? d.code() : null;
  }
}
