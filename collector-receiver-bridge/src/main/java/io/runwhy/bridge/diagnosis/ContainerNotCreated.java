package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerSpec;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A container that the kubelet cannot configure or the runtime cannot create. */
final class ContainerNotCreated implements Rule.OfPod {
  private static final PatternTable CONFIG = PatternTable.load("config");
  private static final PatternTable CREATE = PatternTable.load("create-container");

  /** Reasons that other rules answer for. */
  private static final Set<String> KNOWN =
      Set.of("Blocked", "RunContainerError", "CrashLoopBackOff", "PostStartHookError");

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
      } else if (waiting.reason().equals("VerifyNonRootError")) {
        found.accept(finding(container, waiting, null, "Config.RunAsNonRoot"));
      } else if (!KNOWN.contains(waiting.reason())
          && !ImagePull.REASONS.contains(waiting.reason())) {
        found.accept(unknown(container, waiting));
      }
    }
  }

  /** Whether a text is of a container that could not be configured, rather than created. */
  static boolean isConfiguration(String text) {
    return CONFIG.first(text) != null && StartFailed.TABLE.first(text) == null;
  }

  /** A reason that no row names, of a vendor's kubelet for example: quoted, never guessed. */
  private static Finding unknown(ContainerView container, WaitingCause waiting) {
    ContainerSpec spec = container.spec();
    boolean sidecar = spec != null && spec.kind() == ContainerSpec.Kind.NATIVE_SIDECAR;
    return Finding.of(
            sidecar ? "Sidecar.FailedToStart" : "CreateContainer.Other", Confidence.LIKELY)
        .container(container)
        .evidence(waiting.evidence())
        .value(
            "text",
            waiting.reason()
                + (waiting.message().isEmpty() ? "" : ": " + Texts.quote(waiting.message())))
        .build();
  }

  private static Finding finding(
      ContainerView container,
      WaitingCause waiting,
      PatternTable.@Nullable Match match,
      String other) {
    Finding.Builder builder = Finding.of(match, other);
    ContainerSpec spec = container.spec();
    if (spec != null && match != null) {
      String object = match.values().getOrDefault("object", "");
      boolean secret = match.code().equals("Config.SecretMissing");
      builder.value(
          "literals", literals(secret ? spec.secretRefs() : spec.configMapRefs(), object));
    }
    return builder
        .container(container)
        .evidence(waiting.evidence())
        .value("text", Texts.quote(waiting.message()))
        .build();
  }

  /** The keys that the container wants of an object, as options of kubectl create. */
  private static String literals(List<String> refs, String object) {
    return refs.stream()
        .filter(r -> r.startsWith(object + "/"))
        .map(r -> "--from-literal=" + r.substring(object.length() + 1) + "=VALUE")
        .collect(Collectors.joining(" "));
  }
}
