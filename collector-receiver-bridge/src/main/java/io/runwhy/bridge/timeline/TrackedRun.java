package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.StateEntry;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One live run: its history, and what has been told and asked so far. Owned by the timeline's
 * thread.
 */
final class TrackedRun {
  final HistoryFold fold;

  /** The entries as last told; a new or a newly ended one is worth telling. */
  List<StateEntry> told = List.of();

  @Nullable Diagnosis toldDiagnosis;

  /** Since when the run is over; null while it may go on. */
  @Nullable Instant overSince;

  private @Nullable Asked asked;

  /** What was asked of the source; most runs never ask. */
  static final class Asked {
    String signature = "";
    int open;
    @Nullable Instant last;
    boolean again;
    final Set<String> logs = new HashSet<>();
    final Set<String> toldLogs = new HashSet<>();
  }

  TrackedRun(HistoryFold fold) {
    this.fold = fold;
  }

  Asked asked() {
    Asked a = asked;
    if (a == null) {
      a = new Asked();
      asked = a;
    }
    return a;
  }

  boolean hasAsked() {
    return asked != null;
  }

  boolean awaitsEvidence() {
    return asked != null && asked.open > 0;
  }

  static String logKey(EvidenceRequest.LogRef ref) {
    return ref.attemptUid() + '/' + ref.container() + '/' + ref.index();
  }

  static String logKey(LogTail tail) {
    return tail.attemptUid() + '/' + tail.container() + '/' + tail.index();
  }
}
