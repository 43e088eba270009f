package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.source.Presets;

/** How tasks say which run they belong to: {@code presets.yaml}. */
public final class EcsPresets {
  private static final Presets STANDARD = Presets.shipped(EcsPresets.class, "presets.yaml");

  private EcsPresets() {}

  public static Presets standard() {
    return STANDARD;
  }
}
