package io.runwhy.bridge.model;

/** The ids of what carries an attempt. Unknown parts are empty. */
public record Infrastructure(
    String namespace,
    String podName,
    String podUid,
    String jobName,
    String jobUid,
    String nodeName) {}
