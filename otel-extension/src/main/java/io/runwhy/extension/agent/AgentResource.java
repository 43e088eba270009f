package io.runwhy.extension.agent;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.resources.ResourceBuilder;
import java.io.UnsupportedEncodingException;
import java.lang.reflect.Method;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

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
    return fromEnvironment(System::getProperty, System::getenv);
  }

  /** What the standard options say of it. */
  static Resource fromEnvironment(
      Function<String, @Nullable String> properties,
      Function<String, @Nullable String> environment) {
    ResourceBuilder resource = Resource.getDefault().toBuilder();
    String all = value("otel.resource.attributes", properties, environment);
    for (String item : all.split(",")) {
      int equals = item.indexOf('=');
      if (equals > 0) {
        resource.put(item.substring(0, equals).trim(), decoded(item.substring(equals + 1).trim()));
      }
    }
    String name = value("otel.service.name", properties, environment);
    if (!name.isEmpty()) {
      resource.put(SERVICE_NAME, name);
    }
    return resource.build();
  }

  private static String value(
      String name,
      Function<String, @Nullable String> properties,
      Function<String, @Nullable String> environment) {
    String value = properties.apply(name);
    if (value == null) {
      value = environment.apply(name.toUpperCase(Locale.ROOT).replace('.', '_'));
    }
    return value == null ? "" : value.trim();
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), "UTF-8");
    } catch (UnsupportedEncodingException | IllegalArgumentException e) {
      return value;
    }
  }
}
