package io.runwhy.bridge.model;

/** Whose matter a failure is. */
public enum FaultDomain {
  /** The run's own code. */
  WORKLOAD,
  /** What the user asked for. */
  CONFIG,
  /** How the cluster or account is set up. */
  PLATFORM,
  /** A node, a zone, a registry. */
  INFRASTRUCTURE,
  /** Somebody stopped it. */
  EXTERNAL
}
