package io.runwhy.bridge.model;

/** What a container is for in its run. */
public enum ContainerRole {
  INIT,
  MAIN,
  SIDECAR,
  /** Of the orchestrator itself, such as Argo's {@code wait}. */
  ENGINE
}
