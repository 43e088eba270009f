package io.runwhy.bridge.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for, as far as a diagnosis needs it. Pods of one template share one instance.
 *
 * @param containers init containers first, in spec order, then app containers, in spec order
 * @param affinity node affinity as compact JSON, empty when there is none
 * @param podAffinity pod affinity and anti-affinity as compact JSON, empty when there is none
 * @param topologySpread topology spread constraints as compact JSON, empty when there are none
 * @param limits of the pod as a whole, quantities by resource; empty in most pods
 * @param overhead the RuntimeClass's overhead, quantities by resource
 */
public record PodSpec(
    List<ContainerSpec> containers,
    List<Volume> volumes,
    String restartPolicy,
    Map<String, String> nodeSelector,
    String affinity,
    String podAffinity,
    String topologySpread,
    List<Toleration> tolerations,
    String schedulerName,
    List<String> schedulingGates,
    List<String> resourceClaims,
    String priorityClassName,
    String serviceAccountName,
    String runtimeClassName,
    List<String> imagePullSecrets,
    Map<String, String> limits,
    Map<String, String> overhead,
    @Nullable Long activeDeadlineSeconds,
    @Nullable Long terminationGracePeriodSeconds,
    @Nullable Long runAsUser,
    @Nullable Boolean runAsNonRoot,
    @Nullable Long fsGroup,
    String fsGroupChangePolicy,
    boolean hostNetwork) {

  /**
   * A volume of the pod.
   *
   * @param kind the key of the source in the API, for example {@code configMap}, {@code emptyDir}
   * @param source the name of what it refers to (claim, secret, config map, driver), else empty
   */
  public record Volume(String name, String kind, String source, String sizeLimit, String medium) {}

  /** A toleration. Missing parts are empty. */
  public record Toleration(
      String key, String operator, String value, String effect, @Nullable Long tolerationSeconds) {}

  public PodSpec {
    containers = List.copyOf(containers);
    volumes = List.copyOf(volumes);
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
    schedulingGates = List.copyOf(schedulingGates);
    resourceClaims = List.copyOf(resourceClaims);
    imagePullSecrets = List.copyOf(imagePullSecrets);
    limits = Map.copyOf(limits);
    overhead = Map.copyOf(overhead);
  }

  public Optional<ContainerSpec> container(String name) {
    return containers.stream().filter(c -> c.name().equals(name)).findFirst();
  }
}
