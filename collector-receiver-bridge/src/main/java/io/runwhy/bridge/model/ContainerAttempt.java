package io.runwhy.bridge.model;

import io.runwhy.bridge.model.ContainerState.Terminated;

/**
 * One ended run of one container inside a pod.
 *
 * @param index 0 for the first run, n after the n-th restart
 */
public record ContainerAttempt(String container, int index, Terminated end) {}
