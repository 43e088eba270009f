package io.runwhy.bridge.source.ecs;

import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.source.RateLimiter;
import io.runwhy.conventions.RunMetrics;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Lets every attempt of a call wait for its turn, and counts it by operation. */
final class CallTurns implements ExecutionInterceptor {
  private final RateLimiter limiter;
  private final BridgeStats stats;

  CallTurns(RateLimiter limiter, BridgeStats stats) {
    this.limiter = limiter;
    this.stats = stats;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    try {
      limiter.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("the bridge is stopping", e);
    }
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    stats.count(RunMetrics.BRIDGE_READS, operation == null ? "ecs" : operation, 1);
  }
}
