package io.runwhy.extension.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentResourceTest {
  @Test
  void withoutTheAgentsResourceTheStandardOptionsSayIt() {
    Resource resource =
        AgentResource.fromEnvironment(
            Map.of("otel.service.name", "billing")::get,
            Map.of("OTEL_RESOURCE_ATTRIBUTES", "team=a%2Cb, service.name=other,bad,=x,n=%zz")::get);
    assertThat(text(resource, "service.name")).isEqualTo("billing");
    assertThat(text(resource, "team")).isEqualTo("a,b");
    assertThat(text(resource, "n")).isEqualTo("%zz");
    assertThat(text(resource, "telemetry.sdk.language")).isEqualTo("java");
  }

  @Test
  void nothingSetIsTheDefault() {
    assertThat(AgentResource.fromEnvironment(name -> null, name -> null))
        .isEqualTo(Resource.getDefault());
  }

  private static String text(Resource resource, String key) {
    return resource.getAttribute(AttributeKey.stringKey(key));
  }
}
