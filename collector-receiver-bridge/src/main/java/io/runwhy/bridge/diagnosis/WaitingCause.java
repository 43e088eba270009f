package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.ContainerState.Terminated;
import io.runwhy.bridge.model.ContainerState.Waiting;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.KubernetesEvent;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a container is not started, in the kubelet's words, and where they were read: in its status
 * now, in an earlier version of it, or in the kubelet's event.
 *
 * @param reason as in {@code state.waiting.reason}
 */
record WaitingCause(String reason, String message, Evidence evidence) {
  private static final Set<String> QUIET = Set.of("", "ContainerCreating", "PodInitializing");
  private static final Set<String> LATER = Set.of("Pulled", "Created", "Started");
  private static final String ERROR = "Error: ";

  /** Null when nothing says why, or when the container ran. */
  static @Nullable WaitingCause of(ContainerView container) {
    Waiting now = container.waiting();
    Waiting remembered = container.pod().history().rememberedWaiting().get(container.name());
    boolean bare = now != null && now.reason().equals("CrashLoopBackOff");
    if (now != null && !QUIET.contains(now.reason()) && !bare) {
      boolean better =
          remembered != null
              && now.message().length() < remembered.message().length()
              && sameFamily(now.reason(), remembered.reason());
      return better && remembered != null
          ? earlier(container, remembered)
          : present(container, now);
    }
    if (now == null ? !container.neverRan() : bare && container.lastTerminated() != null) {
      return null;
    }
    Terminated end = container.terminated();
    if (end != null && !ContainerView.isPlaceholder(end)) {
      return null;
    }
    if (now == null && remembered != null) {
      return earlier(container, remembered);
    }
    return ofEvents(container);
  }

  private static WaitingCause present(ContainerView container, Waiting waiting) {
    return new WaitingCause(
        waiting.reason(), waiting.message(), container.waitingEvidence("state.waiting", waiting));
  }

  private static WaitingCause earlier(ContainerView container, Waiting waiting) {
    return new WaitingCause(
        waiting.reason(),
        waiting.message(),
        container.waitingEvidence("state.waiting (earlier)", waiting));
  }

  /** The newest telling event of the container, unless it got further after it. */
  private static @Nullable WaitingCause ofEvents(ContainerView container) {
    WaitingCause best = null;
    for (KubernetesEvent event : container.pod().events()) {
      if (!event.container().equals(container.name())) {
        continue;
      }
      if (LATER.contains(event.reason())
          && best != null
          && isAfter(event, best.evidence().time())) {
        best = null;
      }
      WaitingCause cause = ofEvent(event);
      if (cause != null && (best == null || !cause.isBare() || best.isBare())) {
        best = cause;
      }
    }
    return best;
  }

  private static @Nullable WaitingCause ofEvent(KubernetesEvent event) {
    String text = event.message();
    Evidence evidence = PodView.eventEvidence(event);
    return switch (event.reason()) {
      case "InspectFailed" ->
          new WaitingCause(
              text.contains("couldn't parse image name") ? "InvalidImageName" : "ImageInspectError",
              text,
              evidence);
      case "ErrImageNeverPull" -> new WaitingCause("ErrImageNeverPull", text, evidence);
      case "BackOff" ->
          text.startsWith("Back-off pulling image")
              ? new WaitingCause("ImagePullBackOff", text, evidence)
              : null;
      case "Failed" -> ofFailed(text, evidence);
      default -> null;
    };
  }

  private static @Nullable WaitingCause ofFailed(String text, Evidence evidence) {
    if (text.startsWith("Failed to pull image")) {
      return new WaitingCause("ErrImagePull", text, evidence);
    }
    if (!text.startsWith(ERROR)) {
      return new WaitingCause("CreateContainerError", text, evidence);
    }
    String rest = text.substring(ERROR.length());
    if (ImagePull.REASONS.contains(rest)) {
      return new WaitingCause(rest, "", evidence);
    }
    return new WaitingCause(
        ContainerNotCreated.isConfiguration(rest)
            ? "CreateContainerConfigError"
            : "CreateContainerError",
        rest,
        evidence);
  }

  /** Whether it names a reason, but no cause. */
  private boolean isBare() {
    return message.isEmpty() || message.startsWith("Back-off pulling image");
  }

  private static boolean isAfter(KubernetesEvent event, @Nullable Instant time) {
    return event.last() == null || time == null || !event.last().isBefore(time);
  }

  private static boolean sameFamily(String a, String b) {
    return a.equals(b) || (a.contains("Image") && b.contains("Image"));
  }
}
