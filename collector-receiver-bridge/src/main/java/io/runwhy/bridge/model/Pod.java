package io.runwhy.bridge.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a pod object.
 *
 * @param runtime prefix of the container ids ({@code containerd}, {@code cri-o}, {@code docker}),
 *     empty when unknown
 * @param deletionTimestamp as the API writes it: request time plus grace while the pod lives
 * @param defaultContainer annotation {@code kubectl.kubernetes.io/default-container}, else empty
 * @param statuses init containers and app containers together, in the order of the status
 */
public record Pod(
    String uid,
    String namespace,
    String name,
    @Nullable ObjectRef owner,
    @Nullable Instant creationTimestamp,
    @Nullable Instant deletionTimestamp,
    @Nullable Long deletionGracePeriodSeconds,
    List<String> finalizers,
    String defaultContainer,
    PodSpec spec,
    String nodeName,
    String phase,
    String reason,
    String message,
    @Nullable Instant startTime,
    List<Condition> conditions,
    List<ContainerStatus> statuses,
    String runtime) {

  public Pod {
    finalizers = List.copyOf(finalizers);
    conditions = List.copyOf(conditions);
    statuses = List.copyOf(statuses);
  }

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }

  public Optional<ContainerStatus> status(String container) {
    return statuses.stream().filter(s -> s.name().equals(container)).findFirst();
  }

  public boolean isTerminal() {
    return phase.equals("Failed") || phase.equals("Succeeded");
  }

  /** Names of the volume claims that the pod's volumes refer to, or that are made for them. */
  public List<String> claimNames() {
    List<String> names = new ArrayList<>();
    for (PodSpec.Volume volume : spec.volumes()) {
      if (volume.kind().equals("persistentVolumeClaim")) {
        names.add(volume.source());
      } else if (volume.kind().equals("ephemeral")) {
        names.add(name + '-' + volume.name());
      }
    }
    return names;
  }
}
