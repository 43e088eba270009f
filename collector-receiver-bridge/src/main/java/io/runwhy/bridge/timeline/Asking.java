package io.runwhy.bridge.timeline;

import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.EvidenceRequest.LogRef;
import io.runwhy.bridge.model.RunHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for evidence when something new is to be read about a run, once more a little later, and now
 * and then.
 */
final class Asking {
  /** Events arrive late; they are read once more after this time. */
  static final Duration SECOND_READ = Duration.ofSeconds(5);

  private final TimelineConfig config;
  private final LogChoice logChoice;

  Asking(TimelineConfig config, LogChoice logChoice) {
    this.config = config;
    this.logChoice = logChoice;
  }

  void ask(TrackedRun run, RunHistory history, Instant now, Changes changes) {
    List<LogRef> logs = new ArrayList<>();
    for (LogRef ref : LogPlan.wanted(history, logChoice)) {
      if (!run.hasAsked() || !run.asked().logs.contains(TrackedRun.logKey(ref))) {
        logs.add(ref);
      }
    }
    boolean wanted = EvidencePlan.wanted(history, config);
    if (logs.isEmpty() && !wanted) {
      return;
    }
    TrackedRun.Asked asked = run.asked();
    String signature = EvidencePlan.signature(history);
    boolean changed = wanted && !signature.equals(asked.signature);
    boolean late =
        wanted && asked.again && asked.last != null && !asked.last.plus(SECOND_READ).isAfter(now);
    boolean recheck =
        wanted
            && run.overSince == null
            && asked.last != null
            && !asked.last.plus(config.recheck()).isAfter(now);
    if (logs.isEmpty() && !changed && !late && !recheck) {
      return;
    }
    logs.forEach(ref -> asked.logs.add(TrackedRun.logKey(ref)));
    if (changed || late || recheck) {
      asked.again = changed;
      asked.last = now;
      asked.signature = signature;
      asked.open++;
      changes.add(EvidencePlan.request(history, logs));
    } else {
      asked.open++;
      changes.add(onlyLogs(history, logs));
    }
  }

  private static EvidenceRequest onlyLogs(RunHistory history, List<LogRef> logs) {
    return new EvidenceRequest(
        history.run().key(),
        history.run().namespace(),
        List.of(),
        List.of(),
        false,
        List.of(),
        false,
        false,
        false,
        logs);
  }
}
