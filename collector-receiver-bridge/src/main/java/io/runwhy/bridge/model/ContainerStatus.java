package io.runwhy.bridge.model;

import io.runwhy.bridge.model.ContainerState.Terminated;
import org.jspecify.annotations.Nullable;

/**
 * The status of one container as the kubelet last wrote it.
 *
 * @param init whether it stands among the init containers; native sidecars do too
 * @param started whether its startup probe has passed; null when the kubelet does not say
 */
public record ContainerStatus(
    String name,
    boolean init,
    boolean ready,
    @Nullable Boolean started,
    int restartCount,
    String image,
    String imageId,
    ContainerState state,
    @Nullable Terminated lastState) {}
