package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Condition;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.ContainerStatus;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Node;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.PodHistory;
import java.time.Duration;
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
  private final PodEnding ending = new PodEnding(this);
  private final PodHistory history;
  private final List<ContainerView> containers;
  private final List<ContainerView> mains;
  private final List<KubernetesEvent> events;

  PodView(RunView run, PodHistory history, Roles roles) {
    this.run = run;
    this.history = history;
    this.events = run.history().events().stream().filter(e -> isAbout(e, history.pod())).toList();
    this.containers = views(roles);
    this.mains = containers.stream().filter(c -> c.is(ContainerRole.MAIN)).toList();
  }

  /** When its work ended, and who had asked for it. */
  PodEnding ending() {
    return ending;
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

  /** The containers that are the run itself, in spec order. */
  List<ContainerView> mains() {
    return mains;
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
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).is(reason)) {
        return Optional.of(events.get(i));
      }
    }
    return Optional.empty();
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
   * How its containers ended, in short: attempts that have the same one failed in the same way.
   * Empty where more than that decides: events, a deletion, a condition of the control plane, a
   * log.
   */
  String outline() {
    if (!events.isEmpty()
        || !run.history().logs().isEmpty()
        || history.deletionRequestedAt() != null
        || history.deleted()
        || !pod().phase().equals("Failed")
        || pod().condition("DisruptionTarget").isPresent()) {
      return "";
    }
    StringBuilder text = new StringBuilder(pod().reason()).append('|').append(pod().message());
    for (ContainerStatus status : pod().statuses()) {
      if (!(status.state() instanceof Terminated end) || status.lastState() != null) {
        return "";
      }
      text.append('|').append(status.name()).append(' ').append(end.reason());
      text.append(' ').append(end.exitCode()).append(' ').append(end.message());
    }
    return text.toString();
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
    for (ContainerView main : mains) {
      if (!main.succeeded()) {
        return false;
      }
    }
    return !mains.isEmpty();
  }

  private static boolean isAbout(KubernetesEvent e, Pod pod) {
    return e.about().kind().equals("Pod")
        && (e.about().uid().isEmpty() || pod.uid().isEmpty()
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
