package io.runwhy.bridge.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for, one container.
 *
 * @param kind where the container stands in the spec
 * @param command command and arguments on one line, redacted and cut; empty for the image's own
 * @param requests Kubernetes quantities as written, keyed by resource name
 * @param limits as {@code requests}
 * @param mounts volume mounts
 * @param secretRefs Secrets that its environment refers to, as {@code NAME} or {@code NAME/KEY};
 *     never their content
 * @param configMapRefs ConfigMaps likewise
 * @param hostPorts ports of the node that it wants
 */
public record ContainerSpec(
    String name,
    Kind kind,
    String image,
    String imagePullPolicy,
    String command,
    String workingDir,
    Map<String, String> requests,
    Map<String, String> limits,
    boolean livenessProbe,
    boolean startupProbe,
    boolean readinessProbe,
    boolean postStart,
    boolean preStop,
    String terminationMessagePolicy,
    @Nullable Long runAsUser,
    @Nullable Boolean runAsNonRoot,
    @Nullable Boolean readOnlyRootFilesystem,
    List<Mount> mounts,
    List<String> secretRefs,
    List<String> configMapRefs,
    List<Long> hostPorts) {

  /** Where a container stands in the pod spec. */
  public enum Kind {
    /** An entry of {@code initContainers} that must end before the next one starts. */
    INIT,
    /** An entry of {@code initContainers} with {@code restartPolicy: Always}. */
    NATIVE_SIDECAR,
    /** An entry of {@code containers}. */
    APP
  }

  /** A volume mount. {@code subPath} is empty when there is none. */
  public record Mount(String volume, String path, String subPath, boolean readOnly) {}

  public ContainerSpec {
    requests = Map.copyOf(requests);
    limits = Map.copyOf(limits);
    mounts = List.copyOf(mounts);
    secretRefs = List.copyOf(secretRefs);
    configMapRefs = List.copyOf(configMapRefs);
    hostPorts = List.copyOf(hostPorts);
  }
}
