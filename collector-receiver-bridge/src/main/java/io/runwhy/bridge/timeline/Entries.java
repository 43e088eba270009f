package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.Stage;
import io.runwhy.bridge.model.StateEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries while they are made; each new one ends the one before. */
final class Entries {
  private final List<StateEntry> list = new ArrayList<>();

  void add(RunState state, @Nullable Stage stage, int attempt, String message, Instant start) {
    Instant from = start;
    if (!list.isEmpty()) {
      StateEntry last = list.get(list.size() - 1);
      if (last.state() == state
          && last.stage() == stage
          && last.attempt() == attempt
          && last.message().equals(message)) {
        return;
      }
      from = start.isBefore(last.start()) ? last.start() : start;
      list.set(list.size() - 1, ended(last, from));
    }
    list.add(new StateEntry(state, stage, attempt, message, from, null));
  }

  /**
   * Adds the terminal state.
   *
   * @param workEnd when the last attempt's work ended, often a little before the run itself
   */
  void close(
      @Nullable Instant workEnd,
      @Nullable Instant at,
      RunState outcome,
      int attempt,
      String message) {
    Instant end = at;
    if (!list.isEmpty()) {
      StateEntry last = list.get(list.size() - 1);
      end = end == null || end.isBefore(last.start()) ? last.start() : end;
      boolean earlier = workEnd != null && workEnd.isBefore(end) && !workEnd.isBefore(last.start());
      list.set(list.size() - 1, ended(last, earlier && workEnd != null ? workEnd : end));
    }
    if (end != null) {
      list.add(new StateEntry(outcome, null, attempt, message, end, end));
    }
  }

  List<StateEntry> list() {
    return List.copyOf(list);
  }

  private static StateEntry ended(StateEntry e, Instant end) {
    return new StateEntry(e.state(), e.stage(), e.attempt(), e.message(), e.start(), end);
  }
}
