package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.source.Presets;

/** How pods and Jobs say which run they belong to: {@code presets.yaml}. */
public final class KubernetesPresets {
  private static final Presets STANDARD = Presets.shipped(KubernetesPresets.class, "presets.yaml");

  private KubernetesPresets() {}

  public static Presets standard() {
    return STANDARD;
  }
}
