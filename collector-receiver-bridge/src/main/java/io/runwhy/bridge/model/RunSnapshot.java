package io.runwhy.bridge.model;

import java.time.Instant;
import java.util.List;

/**
 * A run as it is shown to a person.
 *
 * @param states the timeline so far, oldest first; never empty
 * @param asOf when it was taken
 */
public record RunSnapshot(
    RunIdentity run,
    Infrastructure infrastructure,
    int attempt,
    List<StateEntry> states,
    Verdict verdict,
    List<LogTail> logs,
    Instant asOf) {
  public RunSnapshot {
    states = List.copyOf(states);
    logs = List.copyOf(logs);
  }

  public StateEntry current() {
    return states.get(states.size() - 1);
  }
}
