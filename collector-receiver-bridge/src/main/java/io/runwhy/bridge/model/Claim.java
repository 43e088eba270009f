package io.runwhy.bridge.model;

/** A PersistentVolumeClaim. */
public record Claim(
    String namespace,
    String name,
    String uid,
    String phase,
    String storageClass,
    String volumeName,
    String requestedStorage,
    boolean deleting) {}
