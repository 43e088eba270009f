package io.runwhy.bridge.config;

/** The whole configuration, one record a concern. */
public record BridgeConfig(
    KubernetesConfig kubernetes,
    TimelineConfig timeline,
    LogsConfig logs,
    EmitConfig emit,
    HttpConfig http) {
  public static final BridgeConfig DEFAULT =
      new BridgeConfig(
          KubernetesConfig.DEFAULT,
          TimelineConfig.DEFAULT,
          LogsConfig.DEFAULT,
          EmitConfig.DEFAULT,
          HttpConfig.DEFAULT);
}
