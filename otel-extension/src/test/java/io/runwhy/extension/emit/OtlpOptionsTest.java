package io.runwhy.extension.emit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.extension.config.Options;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtlpOptionsTest {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private OtlpOptions options() {
    return new OtlpOptions(
        Options.read(properties::get, environment::get, problem -> {}),
        properties::get,
        environment::get);
  }

  @Test
  void byDefaultItIsAsTheAgentHasIt() {
    assertThat(options().getString("otel.exporter.otlp.endpoint")).isNull();
    assertThat(options().getString("otel.exporter.otlp.protocol")).isEqualTo("http/protobuf");
    assertThat(options().getBoolean("otel.java.exporter.otlp.retry.disabled")).isTrue();
    assertThat(options().getDuration("otel.exporter.otlp.timeout"))
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void theStandardOptionsHoldAndPropertiesWinOverVariables() {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://variable");
    environment.put("OTEL_EXPORTER_OTLP_HEADERS", "a=1, b=x=y");
    environment.put("OTEL_EXPORTER_OTLP_CERTIFICATE", "/ca.pem");
    environment.put("OTEL_EXPORTER_OTLP_LOGS_COMPRESSION", "gzip");
    assertThat(options().getString("otel.exporter.otlp.endpoint")).isEqualTo("http://variable");
    properties.put("otel.exporter.otlp.endpoint", "http://property");
    assertThat(options().getString("otel.exporter.otlp.endpoint")).isEqualTo("http://property");
    assertThat(options().getMap("otel.exporter.otlp.headers"))
        .isEqualTo(Map.of("a", "1", "b", "x=y"));
    assertThat(options().getString("otel.exporter.otlp.certificate")).isEqualTo("/ca.pem");
    assertThat(options().getString("otel.exporter.otlp.logs.compression")).isEqualTo("gzip");
  }

  @Test
  void anEndpointOfOursTakesNeitherHeadersNorWhatIsSetForOneSignal() {
    properties.put("otel.exporter.otlp.headers", "authorization=secret");
    properties.put("otel.exporter.otlp.logs.headers", "authorization=secret");
    properties.put("otel.exporter.otlp.logs.endpoint", "http://other/v1/logs");
    properties.put("otel.exporter.otlp.logs.protocol", "grpc");
    properties.put("runwhy.otlp.endpoint", "http://ours");
    OtlpOptions options = options();
    assertThat(options.getString("otel.exporter.otlp.endpoint")).isEqualTo("http://ours");
    assertThat(options.getMap("otel.exporter.otlp.headers")).isEmpty();
    assertThat(options.getMap("otel.exporter.otlp.logs.headers")).isEmpty();
    assertThat(options.getString("otel.exporter.otlp.logs.endpoint")).isNull();
    assertThat(options.getString("otel.exporter.otlp.logs.protocol")).isNull();
    properties.put("runwhy.otlp.headers", "x-tenant=blue");
    assertThat(options().getMap("otel.exporter.otlp.headers"))
        .isEqualTo(Map.of("x-tenant", "blue"));
  }

  @Test
  void protocolTimeoutAndHeadersOfOursWinOverThoseOfOneSignal() {
    properties.put("otel.exporter.otlp.logs.protocol", "http/protobuf");
    properties.put("otel.exporter.otlp.logs.timeout", "60000");
    properties.put("runwhy.otlp.protocol", "grpc");
    properties.put("runwhy.otlp.timeout", "3s");
    assertThat(options().getString("otel.exporter.otlp.logs.protocol")).isNull();
    assertThat(options().getString("otel.exporter.otlp.protocol")).isEqualTo("grpc");
    assertThat(options().getDuration("otel.exporter.otlp.logs.timeout")).isNull();
    assertThat(options().getDuration("otel.exporter.otlp.timeout"))
        .isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void valuesThatCannotBeReadAreNoValues() {
    properties.put("a.number", "many");
    properties.put("a.duration", "soon");
    properties.put("b.duration", "2s");
    properties.put("c.duration", "250");
    properties.put("a.list", " x, ,y ");
    OtlpOptions options = options();
    assertThat(options.getInt("a.number")).isNull();
    assertThat(options.getLong("a.number")).isNull();
    assertThat(options.getDouble("a.number")).isNull();
    assertThat(options.getDuration("a.duration")).isNull();
    assertThat(options.getDuration("b.duration")).isEqualTo(Duration.ofSeconds(2));
    assertThat(options.getDuration("c.duration")).isEqualTo(Duration.ofMillis(250));
    assertThat(options.getList("a.list")).containsExactly("x", "y");
    assertThat(options.getString("nothing")).isNull();
  }
}
