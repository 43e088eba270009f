package io.runwhy.bridge.model;

import io.runwhy.bridge.model.ContainerState.Terminated;
import org.jspecify.annotations.Nullable;

/** The status of one container as the kubelet last wrote it. */
public record ContainerStatus(
    String name,
    boolean ready,
    int restartCount,
    String image,
    String imageId,
    ContainerState state,
    @Nullable Terminated lastState) {}
