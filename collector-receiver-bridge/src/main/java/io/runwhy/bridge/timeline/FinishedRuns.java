package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.RunSnapshot;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs that are over and can still be asked about; the oldest go first. Not thread-safe. */
final class FinishedRuns {
  /** Characters of recovered logs kept of all finished runs together. */
  static final long MAX_LOG_CHARS = 32L * 1024 * 1024;

  private final int limit;
  private final Map<RunKey, RunSnapshot> runs = new LinkedHashMap<>();
  private long logChars;

  FinishedRuns(int limit) {
    this.limit = limit;
  }

  void put(RunSnapshot run) {
    remove(run.run().key());
    runs.put(run.run().key(), run);
    logChars += chars(run.logs());
    bound();
  }

  /** Replaces the logs of a run that is known; it keeps its place. */
  void replaceLogs(RunKey key, List<LogTail> logs) {
    RunSnapshot r = runs.get(key);
    if (r != null) {
      runs.put(
          key,
          new RunSnapshot(
              r.run(), r.infrastructure(), r.attempt(), r.states(), r.verdict(), logs, r.asOf()));
      logChars += chars(logs) - chars(r.logs());
      bound();
    }
  }

  private void bound() {
    var oldest = runs.entrySet().iterator();
    while ((runs.size() > limit || logChars > MAX_LOG_CHARS) && runs.size() > 1) {
      logChars -= chars(oldest.next().getValue().logs());
      oldest.remove();
    }
  }

  void remove(RunKey key) {
    RunSnapshot known = runs.remove(key);
    if (known != null) {
      logChars -= chars(known.logs());
    }
  }

  @Nullable RunSnapshot get(RunKey key) {
    return runs.get(key);
  }

  /** Oldest first. */
  Collection<RunSnapshot> all() {
    return runs.values();
  }

  private static long chars(List<LogTail> logs) {
    return logs.stream().flatMap(l -> l.lines().stream()).mapToLong(l -> l.text().length()).sum();
  }
}
