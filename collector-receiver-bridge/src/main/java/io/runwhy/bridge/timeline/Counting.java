package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.RunCounts;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.Stage;
import io.runwhy.bridge.model.StateEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts live runs by what people ask. */
final class Counting {
  private Counting() {}

  private record Group(
      RunState state,
      @Nullable Stage stage,
      String cause,
      String deployment,
      String workPool,
      String workQueue) {}

  private static final class Sum {
    long runs;
    Instant oldest = Instant.MAX;
  }

  static RunCounts of(Collection<TrackedRun> runs) {
    Map<Group, Sum> sums = new HashMap<>();
    for (TrackedRun run : runs) {
      if (!run.told.isEmpty()) {
        StateEntry current = run.told.get(run.told.size() - 1);
        Sum sum = sums.computeIfAbsent(group(run, current), g -> new Sum());
        sum.runs++;
        if (current.start().isBefore(sum.oldest)) {
          sum.oldest = current.start();
        }
      }
    }
    List<RunCounts.Count> counts = new ArrayList<>();
    sums.forEach(
        (g, s) ->
            counts.add(
                new RunCounts.Count(
                    g.state(),
                    g.stage(),
                    g.cause(),
                    g.deployment(),
                    g.workPool(),
                    g.workQueue(),
                    s.runs,
                    s.oldest)));
    return new RunCounts(counts);
  }

  private static Group group(TrackedRun run, StateEntry current) {
    RunIdentity identity = run.fold.run();
    Diagnosis told = run.toldDiagnosis;
    boolean pending = current.state() != RunState.RUNNING;
    return new Group(
        current.state(),
        current.stage(),
        pending && told != null ? told.code() : "",
        orEmpty(identity.deployment()),
        orEmpty(identity.workPool()),
        orEmpty(identity.workQueue()));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
