package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.KubernetesEvent;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A container that waits for its image; the cause is in the waiting text or in the event {@code
 * Failed}.
 */
final class ImagePull implements Rule.OfPod {
  static final Set<String> REASONS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable",
          "SignatureValidationFailed");

  private static final PatternTable TABLE = PatternTable.load("image");

  @Override
  public String name() {
    return "image-pull";
  }

  @Override
  public void find(PodView pod, Consumer<Finding> found) {
    for (ContainerView container : pod.containers()) {
      WaitingCause waiting = container.waitingCause();
      if (waiting != null && REASONS.contains(waiting.reason())) {
        found.accept(finding(container, waiting));
      }
    }
  }

  private static Finding finding(ContainerView container, WaitingCause waiting) {
    KubernetesEvent event = failedPull(container);
    String text = waiting.reason() + ": " + waiting.message();
    PatternTable.Match match = TABLE.first(text);
    if (match == null && event != null) {
      match = TABLE.first(event.message());
    }
    Finding.Builder builder =
        match == null
            ? Finding.of("Image.Other", io.runwhy.bridge.model.Confidence.CONFIRMED)
            : Finding.of(match.code(), match.confidence()).values(match.values());
    builder
        .container(container)
        .evidence(waiting.evidence())
        .value("registry", registry(container.image()))
        .value("pull_secrets", String.join(", ", container.pod().pod().spec().imagePullSecrets()))
        .value("text", Texts.quote(waiting.message()));
    if (event != null && !event.message().equals(waiting.message())) {
      builder.evidence(PodView.eventEvidence(event));
    }
    return builder.build();
  }

  /** The registry's host; Docker Hub where the name has none. */
  static String registry(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    return image.isEmpty() ? "" : host ? first : "docker.io";
  }

  /** The newest event that says why this container's image could not be pulled. */
  private static @Nullable KubernetesEvent failedPull(ContainerView container) {
    return container.pod().events().stream()
        .filter(e -> e.is("Failed") && e.container().equals(container.name()))
        .filter(e -> e.message().startsWith("Failed to pull image"))
        .reduce((a, b) -> b)
        .orElse(null);
  }
}
