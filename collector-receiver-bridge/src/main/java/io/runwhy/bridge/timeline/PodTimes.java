package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.ContainerAttempt;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.ContainerState;
import io.runwhy.bridge.model.ContainerState.Running;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.ContainerStatus;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.PodHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The moments in a pod's life that its fields tell. A null is "not yet" or "not known". */
final class PodTimes {
  private final PodHistory history;
  private final Pod pod;
  private final List<String> mains;
  private final List<KubernetesEvent> events;

  PodTimes(PodHistory history, List<String> mains, List<KubernetesEvent> runEvents) {
    this.history = history;
    this.pod = history.pod();
    this.mains = mains;
    this.events =
        runEvents.stream().filter(e -> e.about().uid().equals(history.pod().uid())).toList();
  }

  @Nullable Instant created() {
    return pod.creationTimestamp();
  }

  boolean gated() {
    return pod.condition("PodScheduled")
        .map(c -> c.reason().equals("SchedulingGated"))
        .orElse(false);
  }

  @Nullable Instant scheduled() {
    Condition condition = pod.condition("PodScheduled").orElse(null);
    if (condition != null && condition.isTrue()) {
      return condition.lastTransition();
    }
    return pod.nodeName().isEmpty() ? null : pod.startTime();
  }

  /** When the first init container began. */
  @Nullable Instant initStarted() {
    return inits()
        .map(this::firstStart)
        .filter(t -> t != null)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** When the last init container ended well; null while one is left. */
  @Nullable Instant initEnded() {
    List<ContainerStatus> all = inits().toList();
    Instant last = null;
    for (ContainerStatus status : all) {
      if (!(status.state() instanceof Terminated t) || t.exitCode() != 0) {
        return mainStarted();
      }
      last = later(last, t.finishedAt());
    }
    return last;
  }

  /** When a main container's process began for the first time. */
  @Nullable Instant mainStarted() {
    Instant first = null;
    for (String main : mains) {
      Instant start = pod.status(main).map(this::firstStart).orElse(null);
      if (start != null && (first == null || start.isBefore(first))) {
        first = start;
      }
    }
    return first;
  }

  /** One run of the main container's process: its end is null while it runs. */
  record Span(Instant start, @Nullable Instant end) {}

  /** The processes of the first main container that are known, oldest first. */
  List<Span> processes() {
    List<Span> result = new ArrayList<>();
    String main = mains.isEmpty() ? "" : mains.get(0);
    history.ended().stream()
        .filter(a -> a.container().equals(main))
        .sorted(Comparator.comparingInt(ContainerAttempt::index))
        .map(ContainerAttempt::end)
        .forEach(
            end -> {
              if (end.startedAt() != null && end.finishedAt() != null) {
                result.add(new Span(end.startedAt(), end.finishedAt()));
              }
            });
    ContainerState now = pod.status(main).map(ContainerStatus::state).orElse(null);
    if (now instanceof Running running && running.startedAt() != null) {
      result.add(new Span(running.startedAt(), null));
    }
    return result;
  }

  /**
   * When the pod's work ended: the last end of a main or a failed init container; null while it
   * goes on.
   */
  @Nullable Instant ended() {
    Instant last = null;
    for (ContainerStatus status : pod.statuses()) {
      boolean counts = mains.contains(status.name()) || failedInit(status);
      if (counts && status.state() instanceof Terminated t) {
        last = later(last, t.finishedAt());
      }
    }
    if (last != null || !(pod.isTerminal() || history.deleted())) {
      return pod.isTerminal() || history.deleted() ? last : null;
    }
    Instant latest = history.deletionRequestedAt();
    for (Condition condition : pod.conditions()) {
      latest = later(latest, condition.lastTransition());
    }
    return latest == null ? pod.startTime() : latest;
  }

  /** Whether images are known to have been pulled, or be in trouble, in this phase. */
  boolean pulls(boolean init) {
    return events.stream().anyMatch(e -> e.is("Pulling") && isInit(e.container()) == init)
        || pod.statuses().stream()
            .anyMatch(
                s ->
                    isInit(s.name()) == init
                        && s.state() instanceof ContainerState.Waiting w
                        && w.reason().contains("Image"))
        || history.rememberedWaiting().entrySet().stream()
            .anyMatch(e -> isInit(e.getKey()) == init && e.getValue().reason().contains("Image"));
  }

  /** When the last image of this phase was there. */
  @Nullable Instant pulled(boolean init) {
    Instant last = null;
    for (KubernetesEvent event : events) {
      if (event.is("Pulled") && isInit(event.container()) == init) {
        last = later(last, event.last());
      }
    }
    return last;
  }

  private java.util.stream.Stream<ContainerStatus> inits() {
    return pod.statuses().stream().filter(s -> isInit(s.name()));
  }

  private boolean isInit(String container) {
    return pod.spec()
        .container(container)
        .map(c -> c.kind() == ContainerSpec.Kind.INIT)
        .orElse(false);
  }

  private boolean failedInit(ContainerStatus status) {
    return isInit(status.name())
        && status.state() instanceof Terminated t
        && t.exitCode() != 0
        && pod.isTerminal();
  }

  private @Nullable Instant firstStart(ContainerStatus status) {
    Instant first = null;
    for (ContainerAttempt attempt : history.ended()) {
      if (attempt.container().equals(status.name())) {
        first = earlier(first, attempt.end().startedAt());
      }
    }
    return status.state() instanceof Running running ? earlier(first, running.startedAt()) : first;
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isBefore(a)) ? b : a;
  }

  static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isAfter(a)) ? b : a;
  }
}
