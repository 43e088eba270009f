package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.ContainerState.Running;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which pod of a run the question is about. Of attempts that follow each other it is the newest; of
 * pods that run side by side it is the one that fell first, since it takes the others with it.
 */
final class Subject {
  /** The others of a group notice within this time that one of them is gone. */
  static final Duration CASCADE = Duration.ofMinutes(5);

  private Subject() {}

  /** When a pod's processes ran; {@code end} is now for one that still runs. */
  private record Span(Instant start, Instant end) {
    boolean overlaps(Span other) {
      return start.isBefore(other.end) && other.start.isBefore(end);
    }
  }

  static Optional<PodView> of(RunView run) {
    List<PodView> pods = run.pods();
    if (pods.isEmpty()) {
      return Optional.empty();
    }
    PodView named = namedByPolicy(run);
    if (named != null) {
      return Optional.of(named);
    }
    PodView newest = pods.get(pods.size() - 1);
    if (!run.jobFailed() && !isParallel(run, newest)) {
      return Optional.of(newest);
    }
    List<PodView> failed = new ArrayList<>();
    PodView carriedAlong = null;
    for (PodView pod : pods) {
      boolean byJob = pod.ending().isDeletedByJob() && !pod.hasOwnFailure();
      if (pod.isTroubled() && byJob) {
        carriedAlong = pod;
      } else if (pod.isTroubled()) {
        failed.add(pod);
      }
    }
    if (failed.isEmpty()) {
      return Optional.of(carriedAlong == null ? newest : carriedAlong);
    }
    return Optional.of(firstOfCascade(failed.get(failed.size() - 1), failed, run.now()));
  }

  private static @Nullable PodView namedByPolicy(RunView run) {
    String policy =
        run.jobFailure()
            .filter(c -> c.reason().equals("PodFailurePolicy"))
            .map(Condition::message)
            .orElse("");
    return policy.isEmpty()
        ? null
        : run.pods().stream()
            .filter(p -> policy.contains("/" + p.name() + " "))
            .findFirst()
            .orElse(null);
  }

  /** Whether pods of the run are there side by side rather than one after the other. */
  private static boolean isParallel(RunView run, PodView newest) {
    Job job = run.job();
    if (job != null && (isMany(job.parallelism()) || isMany(job.completions()))) {
      return true;
    }
    Span span = span(newest, run.now());
    int live = 0;
    for (PodView pod : run.pods()) {
      live += job == null && !pod.pod().isTerminal() && !pod.history().deleted() ? 1 : 0;
      if (live > 1) {
        return true;
      }
      if (span != null && !pod.equals(newest) && !followEachOther(pod, newest)) {
        Span other = span(pod, run.now());
        if (other != null && other.overlaps(span)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isMany(@Nullable Integer count) {
    return count != null && count > 1;
  }

  /** A Job's next pod may begin while the one before it still ends. */
  private static boolean followEachOther(PodView a, PodView b) {
    ObjectRef owner = a.pod().owner();
    return owner != null && owner.kind().equals("Job") && owner.equals(b.pod().owner());
  }

  private static PodView firstOfCascade(PodView last, List<PodView> failed, Instant now) {
    Span of = span(last, now);
    PodView first = last;
    Instant earliest = of == null ? null : of.end();
    for (PodView pod : failed) {
      Span span = span(pod, now);
      if (of != null
          && earliest != null
          && span != null
          && span.overlaps(of)
          && span.end().isBefore(earliest)
          && !span.end().plus(CASCADE).isBefore(of.end())) {
        first = pod;
        earliest = span.end();
      }
    }
    return first;
  }

  private static @Nullable Span span(PodView pod, Instant now) {
    Instant start = null;
    Instant end = null;
    boolean running = false;
    for (ContainerView main : pod.mains()) {
      Terminated ended = main.newestEnd();
      if (main.status() != null && main.status().state() instanceof Running state) {
        running = true;
        start = earlier(start, state.startedAt());
      } else if (ended != null) {
        start = earlier(start, ended.startedAt());
        end =
            ended.finishedAt() == null || (end != null && end.isAfter(ended.finishedAt()))
                ? end
                : ended.finishedAt();
      }
    }
    if (end == null && !running) {
      end = pod.ending().disruption().map(Condition::lastTransition).orElse(null);
    }
    Instant from = start == null ? pod.pod().startTime() : start;
    Instant to = running && !pod.pod().isTerminal() ? now : end;
    return from == null || to == null ? null : new Span(from, to);
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isBefore(a)) ? b : a;
  }
}
