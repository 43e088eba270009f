package io.runwhy.bridge.timeline;

import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.Infrastructure;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunHistory;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.bridge.model.Undiagnosed;
import io.runwhy.bridge.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says of a run what was not said before: new states, ended stages, a new or cleared cause,
 * recovered logs.
 */
final class Telling {
  private final TimelineConfig config;

  Telling(TimelineConfig config) {
    this.config = config;
  }

  /**
   * What was told stays told: later evidence, such as when images were there, may refine the
   * present entry and what follows, never the past.
   */
  static List<StateEntry> refined(List<StateEntry> told, List<StateEntry> derived) {
    if (told.size() < 2) {
      return derived;
    }
    List<StateEntry> result = new ArrayList<>(told.subList(0, told.size() - 1));
    StateEntry present = told.get(told.size() - 1);
    int from = 0;
    while (from < derived.size() && known(List.of(present), derived.get(from)) == null) {
      from++;
    }
    for (StateEntry entry : derived.subList(from < derived.size() ? from : 0, derived.size())) {
      if (!entry.start().isBefore(present.start()) && known(result, entry) == null) {
        result.add(entry);
      }
    }
    return result;
  }

  void tellStates(
      TrackedRun run,
      RunHistory history,
      Verdict verdict,
      List<StateEntry> entries,
      Infrastructure infrastructure,
      Changes changes) {
    StateEntry previous = null;
    for (StateEntry entry : entries) {
      StateEntry before = known(run.told, entry);
      if (before == null) {
        changes.add(new RunChange.StateChanged(history.run(), infrastructure, entry, previous));
      }
      boolean endedNow = entry.end() != null && (before == null || before.end() == null);
      if (endedNow && entry.stage() != null) {
        boolean last = entries.indexOf(entry) >= entries.size() - 2;
        Diagnosis cause =
            last && run.overSince != null && verdict instanceof Diagnosis d ? d : null;
        changes.add(new RunChange.StageEnded(history.run(), infrastructure, entry, cause));
      }
      previous = entry;
    }
  }

  private static @Nullable StateEntry known(List<StateEntry> told, StateEntry entry) {
    for (StateEntry e : told) {
      if (e.state() == entry.state()
          && e.stage() == entry.stage()
          && e.attempt() == entry.attempt()
          && e.start().equals(entry.start())) {
        return e;
      }
    }
    return null;
  }

  void tellDiagnosis(
      TrackedRun run,
      RunHistory history,
      Verdict verdict,
      Infrastructure infrastructure,
      Instant now,
      Changes changes) {
    Diagnosis told = run.toldDiagnosis;
    if (verdict instanceof Diagnosis d) {
      if (told != null && isSame(told, d)) {
        return;
      }
      boolean sure = d.confidence() == Confidence.CONFIRMED && run.overSince != null;
      boolean hasty = !sure && waits(run, now);
      if (hasty || (told != null && isLessPrecise(d, told))) {
        return;
      }
      run.toldDiagnosis = d;
      changes.add(
          new RunChange.Diagnosed(
              history.run(), infrastructure, d, told == null ? null : told.code(), now));
    } else if (told != null && verdict instanceof Undiagnosed u && u.healthy()) {
      run.toldDiagnosis = null;
      changes.add(new RunChange.Diagnosed(history.run(), infrastructure, null, told.code(), now));
    }
  }

  private boolean waits(TrackedRun run, Instant now) {
    Instant last = run.hasAsked() ? run.asked().last : null;
    return run.awaitsEvidence() && last != null && last.plus(config.evidenceHold()).isAfter(now);
  }

  /** The same cause, however its counts and texts changed; a new severity is worth a record. */
  private static boolean isSame(Diagnosis a, Diagnosis b) {
    return a.code().equals(b.code())
        && a.container().equals(b.container())
        && a.attempt() == b.attempt()
        && a.severity() == b.severity()
        && a.confidence() == b.confidence();
  }

  private static boolean isLessPrecise(Diagnosis now, Diagnosis told) {
    return now.attempt() == told.attempt()
        && now.confidence().compareTo(told.confidence()) < 0
        && now.severity().compareTo(told.severity()) <= 0;
  }

  void tellLogs(
      TrackedRun run, RunHistory history, Infrastructure infrastructure, Changes changes) {
    if (history.logs().isEmpty()) {
      return;
    }
    Set<String> told = run.asked().toldLogs;
    for (LogTail tail : history.logs()) {
      String key = TrackedRun.logKey(tail);
      if (told.add(tail.lines().isEmpty() ? key + " without lines" : key)) {
        changes.add(
            new RunChange.LogsRecovered(
                history.run(), infrastructure, history.attemptOf(tail.attemptUid()), tail));
      }
    }
  }
}
