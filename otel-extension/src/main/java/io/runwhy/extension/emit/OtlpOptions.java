package io.runwhy.extension.emit;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The standard {@code otel.exporter.otlp.*} options for our own exporters, read from system
 * properties and the environment as the agent does, with those of {@code runwhy.otlp.*} in front.
 * They also hold where the agent itself is configured by a file.
 */
final class OtlpOptions implements ConfigProperties {
  private final Function<String, @Nullable String> properties;
  private final Function<String, @Nullable String> environment;
  private final Map<String, String> own = new HashMap<>();

  OtlpOptions(
      Options options,
      Function<String, @Nullable String> properties,
      Function<String, @Nullable String> environment) {
    this.properties = properties;
    this.environment = environment;
    put("otel.exporter.otlp.endpoint", options.text(Option.OTLP_ENDPOINT));
    put("otel.exporter.otlp.protocol", options.text(Option.OTLP_PROTOCOL));
    put("otel.exporter.otlp.headers", options.text(Option.OTLP_HEADERS));
    own.put(
        "otel.exporter.otlp.timeout",
        Long.toString(options.duration(Option.OTLP_TIMEOUT).toMillis()));
    // our own back-off tries for ever; the exporter's would only hold a batch for longer
    own.put("otel.java.exporter.otlp.retry.disabled", "true");
    hide("timeout");
    if (own.containsKey("otel.exporter.otlp.endpoint")) {
      // another place: headers (they may hold a token) and what is set for one signal are not for
      // it
      own.putIfAbsent("otel.exporter.otlp.headers", "");
      hide("endpoint");
      hide("headers");
      hide("protocol");
    }
    if (own.containsKey("otel.exporter.otlp.protocol")) {
      hide("protocol");
    }
    if (own.containsKey("otel.exporter.otlp.headers")) {
      hide("headers");
    }
  }

  /** What is set for one signal does not win over ours. */
  private void hide(String option) {
    for (String signal : new String[] {"logs", "metrics"}) {
      own.put("otel.exporter.otlp." + signal + '.' + option, "");
    }
  }

  private void put(String key, String value) {
    if (!value.isEmpty()) {
      own.put(key, value);
    }
  }

  @Override
  public @Nullable String getString(String name) {
    String value = own.get(name);
    if (value == null) {
      value = properties.apply(name);
    }
    if (value == null) {
      value = environment.apply(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
    }
    if (value == null && name.equals("otel.exporter.otlp.protocol")) {
      value = "http/protobuf"; // the agent's default, where the SDK's is grpc
    }
    return value == null || value.trim().isEmpty() ? null : value.trim();
  }

  @Override
  public @Nullable Boolean getBoolean(String name) {
    String value = getString(name);
    return value == null ? null : Boolean.valueOf(value);
  }

  @Override
  public @Nullable Integer getInt(String name) {
    Long value = getLong(name);
    return value == null ? null : Integer.valueOf(value.intValue());
  }

  @Override
  public @Nullable Long getLong(String name) {
    String value = getString(name);
    try {
      return value == null ? null : Long.valueOf(value);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public @Nullable Double getDouble(String name) {
    String value = getString(name);
    try {
      return value == null ? null : Double.valueOf(value);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A number of milliseconds, or one with ms, s or m. */
  @Override
  public @Nullable Duration getDuration(String name) {
    String value = getString(name);
    if (value == null) {
      return null;
    }
    String digits = value.replaceAll("[^0-9]", "");
    if (digits.isEmpty() || digits.length() > 12) {
      return null;
    }
    long number = Long.parseLong(digits);
    String unit = value.replaceAll("[0-9\\s]", "").toLowerCase(Locale.ROOT);
    long factor = unit.equals("s") ? 1_000 : unit.equals("m") ? 60_000 : 1;
    return Duration.ofMillis(number * factor);
  }

  @Override
  public List<String> getList(String name) {
    String value = getString(name);
    List<String> items = new ArrayList<>();
    for (String item : value == null ? new String[0] : value.split(",")) {
      if (!item.trim().isEmpty()) {
        items.add(item.trim());
      }
    }
    return items;
  }

  @Override
  public Map<String, String> getMap(String name) {
    Map<String, String> items = new HashMap<>();
    for (String item : getList(name)) {
      int equals = item.indexOf('=');
      if (equals > 0) {
        items.put(item.substring(0, equals).trim(), item.substring(equals + 1).trim());
      }
    }
    return items;
  }
}
