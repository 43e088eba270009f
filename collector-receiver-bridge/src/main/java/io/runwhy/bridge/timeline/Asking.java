package io.runwhy.bridge.timeline;

import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.EvidenceRequest.LogRef;
import io.runwhy.bridge.model.KubernetesHistory;
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
    for (LogRef ref : logs(history)) {
      if (!run.hasAsked() || !run.asked().logs.contains(TrackedRun.logKey(ref))) {
        logs.add(ref);
      }
    }
    boolean wanted = isWanted(history);
    if (logs.isEmpty() && !wanted) {
      return;
    }
    TrackedRun.Asked asked = run.asked();
    String signature = signature(history);
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
    boolean all = changed || late || recheck;
    List<EvidenceRequest> requests = requests(history, logs, all);
    if (requests.isEmpty()) {
      return;
    }
    logs.forEach(ref -> asked.logs.add(TrackedRun.logKey(ref)));
    if (all) {
      asked.again = changed;
      asked.last = now;
      asked.signature = signature;
    }
    asked.open += requests.size();
    requests.forEach(changes::add);
  }

  private boolean isWanted(RunHistory history) {
    return history instanceof EcsHistory ecs
        ? TaskEvidencePlan.wanted(ecs, config)
        : PodEvidencePlan.wanted((KubernetesHistory) history, config);
  }

  private List<LogRef> logs(RunHistory history) {
    return history instanceof EcsHistory ecs
        ? TaskEvidencePlan.logs(ecs, logChoice)
        : PodLogPlan.wanted((KubernetesHistory) history, logChoice);
  }

  private static String signature(RunHistory history) {
    return history instanceof EcsHistory ecs
        ? TaskEvidencePlan.signature(ecs)
        : PodEvidencePlan.signature((KubernetesHistory) history);
  }

  private static List<EvidenceRequest> requests(
      RunHistory history, List<LogRef> logs, boolean all) {
    if (history instanceof EcsHistory ecs) {
      return TaskEvidencePlan.requests(ecs, logs, all);
    }
    return List.of(
        all
            ? PodEvidencePlan.request((KubernetesHistory) history, logs)
            : EvidenceRequest.OfPods.logs(history.run().key(), history.run().namespace(), logs));
  }
}
