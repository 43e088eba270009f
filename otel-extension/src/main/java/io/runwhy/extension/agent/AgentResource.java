package io.runwhy.extension.agent;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.lang.reflect.Method;

/** The resource of the agent's SDK, so that our records belong to the same service. */
final class AgentResource {
  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

  private AgentResource() {}

  static Resource of(AutoConfiguredOpenTelemetrySdk sdk) {
    try {
      Method method = AutoConfiguredOpenTelemetrySdk.class.getDeclaredMethod("getResource");
      method.setAccessible(true);
      Object resource = method.invoke(sdk);
      if (resource instanceof Resource) {
        return (Resource) resource;
      }
    } catch (ReflectiveOperationException | RuntimeException ignored) {
      // not public there; the environment says the most of it
    }
    return fromEnvironment();
  }

  private static Resource fromEnvironment() {
    String name = System.getProperty("otel.service.name", System.getenv("OTEL_SERVICE_NAME"));
    return name == null
        ? Resource.getDefault()
        : Resource.getDefault().toBuilder().put(SERVICE_NAME, name).build();
  }
}
