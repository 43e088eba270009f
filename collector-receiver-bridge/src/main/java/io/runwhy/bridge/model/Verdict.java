package io.runwhy.bridge.model;

/** The answer to "why": a cause, or an honest "none". */
public sealed interface Verdict permits Diagnosis, Undiagnosed {}
