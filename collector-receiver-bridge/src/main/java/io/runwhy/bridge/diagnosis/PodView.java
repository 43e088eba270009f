package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.ContainerStatus;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.PodHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One attempt of the run with the questions that rules ask of it. */
final class PodView {
  /** Clocks of node and control plane may differ by this much. */
  static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  private final RunView run;
  private final PodHistory history;
  private final List<ContainerView> containers;
  private final List<KubernetesEvent> events;

  PodView(RunView run, PodHistory history, Roles roles) {
    this.run = run;
    this.history = history;
    this.events = run.history().events().stream().filter(e -> isAbout(e, history.pod())).toList();
    this.containers = views(roles);
  }

  RunView run() {
    return run;
  }

  PodHistory history() {
    return history;
  }

  Pod pod() {
    return history.pod();
  }

  String name() {
    return pod().name();
  }

  int attempt() {
    return history.attempt();
  }

  /** All containers: init in spec order, then main, then sidecars and the others. */
  List<ContainerView> containers() {
    return containers;
  }

  Stream<ContainerView> containers(ContainerRole role) {
    return containers.stream().filter(c -> c.is(role));
  }

  Optional<ContainerView> container(String name) {
    return containers.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /** Events about this pod, oldest first. */
  List<KubernetesEvent> events() {
    return events;
  }

  /** The newest event with this reason. */
  Optional<KubernetesEvent> event(String reason) {
    return events.stream().filter(e -> e.is(reason)).reduce((a, b) -> b);
  }

  /** The node that the pod is bound to, if it was read. */
  @Nullable Node node() {
    return run.history().nodes().stream()
        .filter(n -> n.name().equals(pod().nodeName()))
        .findFirst()
        .orElse(null);
  }

  /** A field path with the pod's name in front. */
  String path(String field) {
    return "pod/" + name() + " " + field;
  }

  Evidence conditionEvidence(Condition c) {
    String text = c.message().isEmpty() ? c.reason() : c.reason() + ": " + c.message();
    return new Evidence(
        path("status.conditions[" + c.type() + "]"), Texts.quote(text), c.lastTransition());
  }

  Evidence statusEvidence() {
    return new Evidence(
        path("status.reason"), Texts.quote(pod().reason() + ": " + pod().message()), null);
  }

  static Evidence eventEvidence(KubernetesEvent e) {
    String times = e.count() > 1 ? " (" + e.count() + " times)" : "";
    return new Evidence(
        "event "
            + e.reason()
            + " of "
            + e.about().kind().toLowerCase(java.util.Locale.ROOT)
            + "/"
            + e.about().name(),
        Texts.quote(e.message()) + times,
        e.last());
  }

  /**
   * When the pod's own work ended: the failed init container's end, else the last end of the main
   * containers once all have ended. Null while something can still go on.
   */
  @Nullable Instant end() {
    for (ContainerView init : containers(ContainerRole.INIT).toList()) {
      Terminated t = init.terminated();
      if (t != null && t.exitCode() != 0 && !restarts()) {
        return t.finishedAt();
      }
    }
    Instant last = null;
    List<ContainerView> mains = containers(ContainerRole.MAIN).toList();
    for (ContainerView main : mains) {
      Terminated t = main.terminated();
      if (t == null || (t.exitCode() != 0 && restarts() && !pod().isTerminal())) {
        return null;
      }
      Instant finished = t.finishedAt();
      if (finished != null && (last == null || finished.isAfter(last))) {
        last = finished;
      }
    }
    return last;
  }

  /** Whether the pod is over, and when its main containers ended is not known. */
  boolean endsWithoutTime() {
    List<ContainerView> mains = containers(ContainerRole.MAIN).toList();
    return pod().isTerminal()
        && (mains.isEmpty() || mains.stream().anyMatch(PodView::endsWithoutTime));
  }

  private static boolean endsWithoutTime(ContainerView main) {
    Terminated end = main.terminated();
    return end == null
        ? !main.isRunning() && main.waiting() == null
        : end.finishedAt() == null && !ContainerView.isPlaceholder(end);
  }

  /**
   * Whether the pod's work had clearly ended before this time: what came then is clean-up, never
   * the cause.
   */
  boolean endedBefore(@Nullable Instant time) {
    Instant end = end();
    return end != null && time != null && time.isAfter(end.plus(CLOCK_TOLERANCE));
  }

  /** The true DisruptionTarget condition, unless the pod had ended before. */
  Optional<Condition> disruption() {
    return pod()
        .condition("DisruptionTarget")
        .filter(Condition::isTrue)
        .filter(c -> !endedBefore(c.lastTransition()));
  }

  /** The kubelet's event that it stops a container because the pod is to end. */
  Optional<KubernetesEvent> stopping() {
    return events.stream()
        .filter(e -> e.is("Killing") && e.message().startsWith("Stopping container"))
        .filter(e -> pod().reason().isEmpty())
        .findFirst();
  }

  /**
   * When deletion was asked for: as seen on the object, or earlier, when the kubelet says that it
   * began to stop a container. Null when nobody asked, or when that was not seen.
   */
  @Nullable Instant deletionAsked() {
    Instant asked = history.deletionRequestedAt();
    if (asked == null && !history.deleted()) {
      return null;
    }
    Instant stopped = stopping().map(KubernetesEvent::first).orElse(null);
    return asked == null || (stopped != null && stopped.isBefore(asked)) ? stopped : asked;
  }

  /**
   * Whether the Job controller deleted the pod: its event says so, or the Job had failed, was
   * suspended or was over when deletion was asked for.
   */
  boolean isDeletedByJob() {
    Job job = run.job();
    if (job == null || deletionAsked() == null && !history.deleted()) {
      return false;
    }
    if (run.jobEvents().stream()
        .anyMatch(e -> e.is("SuccessfulDelete") && e.message().contains(name()))) {
      return true;
    }
    Instant asked = deletionAsked();
    Instant failed =
        job.trueCondition("FailureTarget")
            .or(run::jobFailure)
            .map(Condition::lastTransition)
            .orElse(null);
    boolean failedFirst = failed != null && (asked == null || !failed.isAfter(asked));
    return job.suspend() || job.isComplete() || failedFirst;
  }

  /** Whether one of its main containers ended with SIGKILL. */
  boolean killed() {
    return containers(ContainerRole.MAIN)
        .map(ContainerView::terminated)
        .anyMatch(t -> t == null || t.exitCode() == 137);
  }

  /** Whether its work goes on or is done, and nothing speaks against it. */
  boolean isRunningOrDone() {
    return mainsSucceeded() || containers(ContainerRole.MAIN).anyMatch(ContainerView::isRunning);
  }

  /** Whether a container ended badly by itself, not because the pod was to end. */
  boolean hasOwnFailure() {
    return containers.stream()
        .map(ContainerView::ownEnd)
        .anyMatch(t -> t != null && t.exitCode() != 0 && !ContainerView.isPlaceholder(t));
  }

  /** Whether it failed, one of its containers did, or something keeps it from starting. */
  boolean isTroubled() {
    return pod().phase().equals("Failed")
        || pod().condition("PodScheduled").filter(Condition::isFalse).isPresent()
        || containers.stream().anyMatch(c -> c.waitingCause() != null)
        || (history.deleted() && !pod().phase().equals("Succeeded"))
        || containers.stream().anyMatch(ContainerView::failed);
  }

  /** Whether the restart policy starts a failed container again. */
  boolean restarts() {
    return !pod().spec().restartPolicy().equals("Never");
  }

  /** Whether nothing shows that any of its containers ever ran. */
  boolean nothingRan() {
    return containers.stream().allMatch(ContainerView::neverRan);
  }

  boolean mainsSucceeded() {
    List<ContainerView> mains = containers(ContainerRole.MAIN).toList();
    return !mains.isEmpty() && mains.stream().allMatch(ContainerView::succeeded);
  }

  private static boolean isAbout(KubernetesEvent e, Pod pod) {
    return e.about().kind().equals("Pod")
        && (e.about().uid().isEmpty()
            ? e.about().name().equals(pod.name())
            : e.about().uid().equals(pod.uid()));
  }

  private List<ContainerView> views(Roles roles) {
    List<ContainerView> all = new ArrayList<>();
    for (ContainerSpec spec : pod().spec().containers()) {
      all.add(
          new ContainerView(
              this,
              spec.name(),
              spec,
              pod().status(spec.name()).orElse(null),
              roles.role(run.history().run(), pod(), spec)));
    }
    for (ContainerStatus status : pod().statuses()) {
      if (all.stream().noneMatch(c -> c.name().equals(status.name()))) {
        all.add(new ContainerView(this, status.name(), null, status, roles.role(status)));
      }
    }
    List<ContainerView> ordered = new ArrayList<>();
    for (ContainerRole role :
        List.of(
            ContainerRole.INIT, ContainerRole.MAIN, ContainerRole.SIDECAR, ContainerRole.ENGINE)) {
      all.stream().filter(c -> c.is(role)).forEach(ordered::add);
    }
    return List.copyOf(ordered);
  }
}
