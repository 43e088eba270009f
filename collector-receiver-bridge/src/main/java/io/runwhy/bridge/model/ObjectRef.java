package io.runwhy.bridge.model;

/** Names an object: an owner, or what an event is about. Unknown parts are empty. */
public record ObjectRef(String kind, String namespace, String name, String uid) {}
