package io.runwhy.bridge.config;

import io.runwhy.bridge.model.StageBudgets;

/** The whole configuration, one record a concern. */
public record BridgeConfig(
    KubernetesConfig kubernetes,
    EcsConfig ecs,
    TimelineConfig timeline,
    StageBudgets budgets,
    LogsConfig logs,
    EmitConfig emit,
    HttpConfig http) {
  public static final BridgeConfig DEFAULT =
      new BridgeConfig(
          KubernetesConfig.DEFAULT,
          EcsConfig.DEFAULT,
          TimelineConfig.DEFAULT,
          StageBudgets.DEFAULT,
          LogsConfig.DEFAULT,
          EmitConfig.DEFAULT,
          HttpConfig.DEFAULT);
}
