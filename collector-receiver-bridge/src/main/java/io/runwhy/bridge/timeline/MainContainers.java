package io.runwhy.bridge.timeline;

import io.runwhy.bridge.model.Pod;
import io.runwhy.bridge.model.RunIdentity;
import java.util.List;

/**
 * Tells which containers of a pod are the run itself; known to the diagnosis, which is wired in.
 */
@FunctionalInterface
public interface MainContainers {
  /** Names in spec order; never empty for a pod that has containers. */
  List<String> of(RunIdentity run, Pod pod);
}
