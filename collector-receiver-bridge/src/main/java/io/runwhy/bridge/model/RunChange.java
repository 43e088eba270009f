package io.runwhy.bridge.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is worth telling: the output of the timeline, the input of emit. */
public sealed interface RunChange {
  RunIdentity run();

  Infrastructure infrastructure();

  /** A state or stage began. */
  record StateChanged(
      RunIdentity run,
      Infrastructure infrastructure,
      StateEntry entry,
      @Nullable StateEntry previous)
      implements RunChange {}

  /** A stage ended; {@code entry.end()} is not null. */
  record StageEnded(
      RunIdentity run, Infrastructure infrastructure, StateEntry entry, @Nullable Diagnosis cause)
      implements RunChange {}

  /**
   * The cause was found, changed or cleared.
   *
   * @param diagnosis null when an earlier cause no longer holds
   * @param previousCode the code told before, null at the first time
   */
  record Diagnosed(
      RunIdentity run,
      Infrastructure infrastructure,
      @Nullable Diagnosis diagnosis,
      @Nullable String previousCode,
      Instant at)
      implements RunChange {}

  record LogsRecovered(RunIdentity run, Infrastructure infrastructure, int attempt, LogTail tail)
      implements RunChange {}

  /**
   * The run is over and settled; nothing follows.
   *
   * @param states every state of the run, oldest first, the last one terminal
   */
  record RunEnded(
      RunIdentity run,
      Infrastructure infrastructure,
      List<StateEntry> states,
      @Nullable Diagnosis diagnosis)
      implements RunChange {
    public RunEnded {
      states = List.copyOf(states);
    }
  }
}
