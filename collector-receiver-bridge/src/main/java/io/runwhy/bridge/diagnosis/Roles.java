package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.ContainerStatus;
import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.RunIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Says what each container of a pod is for. Data in {@code roles.yaml}. */
final class Roles {
  private static final Roles STANDARD = load();

  private final Map<String, List<String>> engine;
  private final List<String> sidecars;

  private Roles(Map<String, List<String>> engine, List<String> sidecars) {
    this.engine = Map.copyOf(engine);
    this.sidecars = List.copyOf(sidecars);
  }

  static Roles standard() {
    return STANDARD;
  }

  /** The role of one container of the spec. */
  ContainerRole role(RunIdentity run, Pod pod, ContainerSpec container) {
    String name = container.name();
    if (named(engine.getOrDefault(run.orchestrator(), List.of()), name)) {
      return ContainerRole.ENGINE;
    }
    return switch (container.kind()) {
      case NATIVE_SIDECAR -> ContainerRole.SIDECAR;
      case INIT -> ContainerRole.INIT;
      case APP -> isMain(run, pod, name) ? ContainerRole.MAIN : ContainerRole.SIDECAR;
    };
  }

  /** The role of a container of which only the status is known. */
  ContainerRole role(ContainerStatus status) {
    if (status.init()) {
      return ContainerRole.INIT;
    }
    return named(sidecars, status.name()) ? ContainerRole.SIDECAR : ContainerRole.MAIN;
  }

  /** Whether a container of this name is known to be no run. */
  boolean isSidecar(String name) {
    return named(sidecars, name);
  }

  /**
   * Beside a declared main container the others are sidecars; without one, all that no list knows
   * are main.
   */
  private boolean isMain(RunIdentity run, Pod pod, String name) {
    String declared = declaredMain(run, pod);
    return declared.isEmpty() ? !named(sidecars, name) || onlySidecars(pod) : declared.equals(name);
  }

  private static String declaredMain(RunIdentity run, Pod pod) {
    String preset = run.mainContainer();
    if (preset != null && pod.spec().container(preset).isPresent()) {
      return preset;
    }
    String annotated = pod.defaultContainer();
    return pod.spec().container(annotated).isPresent() ? annotated : "";
  }

  private boolean onlySidecars(Pod pod) {
    return pod.spec().containers().stream()
        .filter(c -> c.kind() == ContainerSpec.Kind.APP)
        .allMatch(c -> named(sidecars, c.name()));
  }

  private static boolean named(List<String> names, String name) {
    return names.stream()
        .anyMatch(
            n ->
                n.endsWith("*")
                    ? name.startsWith(n.substring(0, n.length() - 1))
                    : n.equals(name) || (n.contains("-") && isPart(n, name)));
  }

  /** Whether a telling name stands inside another, as in {@code app-fluent-bit}. */
  private static boolean isPart(String part, String name) {
    return name.endsWith("-" + part) || name.startsWith(part + "-");
  }

  private static Roles load() {
    JsonNode root = Yaml.read("roles.yaml");
    Map<String, List<String>> engine = new HashMap<>();
    root.get("engine")
        .properties()
        .forEach(e -> engine.put(e.getKey(), Yaml.strings(root.get("engine"), e.getKey())));
    return new Roles(engine, Yaml.strings(root, "sidecars"));
  }
}
