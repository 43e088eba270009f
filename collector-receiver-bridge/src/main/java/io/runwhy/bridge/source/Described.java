package io.runwhy.bridge.source;

/** What a preset may ask of an object. The parts are listed at the head of each presets file. */
public interface Described {
  /** The value of one part of an expression; empty when there is none. */
  String value(String part);

  /** As {@link #value}, but only what every object of the run gives alike. */
  String sharedValue(String part);

  boolean hasContainer(String wanted);

  String name();

  /** The namespace, or the name of the ECS cluster. */
  String namespace();
}
