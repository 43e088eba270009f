package io.runwhy.bridge.diagnosis;

import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.PodSpec;
import io.runwhy.conventions.refusal.Quantity;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What the scheduler reserves for a pod. */
final class PodRequest {
  private PodRequest() {}

  /**
   * The pod's effective request of a resource: the larger of the sum of app containers and native
   * sidecars, and the largest init container together with the native sidecars before it; plus the
   * RuntimeClass's overhead. Zero when nothing is asked for.
   */
  static BigDecimal effective(PodSpec spec, String resource) {
    BigDecimal sidecars = BigDecimal.ZERO;
    BigDecimal apps = BigDecimal.ZERO;
    BigDecimal largestInit = BigDecimal.ZERO;
    for (ContainerSpec container : spec.containers()) {
      BigDecimal request = of(container, resource);
      switch (container.kind()) {
        case NATIVE_SIDECAR -> {
          sidecars = sidecars.add(request);
          largestInit = largestInit.max(sidecars);
        }
        case INIT -> largestInit = largestInit.max(sidecars.add(request));
        case APP -> apps = apps.add(request);
      }
    }
    BigDecimal overhead = orZero(Quantity.parse(spec.overhead().getOrDefault(resource, "")));
    return apps.add(sidecars).max(largestInit).add(overhead);
  }

  /** The request, or the limit where only that is written. */
  private static BigDecimal of(ContainerSpec container, String resource) {
    String request = container.requests().getOrDefault(resource, "");
    String text = request.isEmpty() ? container.limits().getOrDefault(resource, "") : request;
    return orZero(Quantity.parse(text));
  }

  private static BigDecimal orZero(@Nullable BigDecimal value) {
    return value == null ? BigDecimal.ZERO : value;
  }
}
