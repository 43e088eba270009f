package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import java.util.function.Consumer;

/** A container that the kubelet cannot configure or the runtime cannot create. */
final class ContainerNotCreated implements Rule.OfPod {
  private static final PatternTable CONFIG = PatternTable.load("config");
  private static final PatternTable CREATE = PatternTable.load("create-container");

  @Override
  public String name() {
    return "container-not-created";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    for (ContainerView container : pod.containers()) {
      WaitingCause waiting = container.waitingCause();
      if (waiting == null) {
        continue;
      }
      if (waiting.reason().equals("CreateContainerConfigError")) {
        found.accept(
            finding(container, waiting, CONFIG.first(waiting.message()), "Config.Unknown"));
      } else if (waiting.reason().equals("CreateContainerError")) {
        PatternTable.Match start = StartFailed.TABLE.first(waiting.message());
        PatternTable.Match match = start == null ? CREATE.first(waiting.message()) : start;
        found.accept(finding(container, waiting, match, "CreateContainer.Other"));
      }
    }
  }

  /** Whether a text is of a container that could not be configured, rather than created. */
  static boolean isConfiguration(String text) {
    return CONFIG.first(text) != null && StartFailed.TABLE.first(text) == null;
  }

  private static Finding finding(
      ContainerView container,
      WaitingCause waiting,
      PatternTable.@org.jspecify.annotations.Nullable Match match,
      String other) {
    Finding.Builder builder =
        match == null
            ? Finding.of(other, Confidence.CONFIRMED)
            : Finding.of(match.code(), match.confidence()).values(match.values());
    return builder
        .container(container)
        .evidence(waiting.evidence())
        .value("text", Texts.quote(waiting.message()))
        .build();
  }
}
