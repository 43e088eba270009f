package io.runwhy.bridge.model;

import static java.util.Objects.requireNonNull;

/** The key of a run: unique over all clusters that feed one stack. */
public record RunKey(String cluster, String runId) {
  public RunKey {
    requireNonNull(cluster, "cluster");
    requireNonNull(runId, "runId");
  }
}
