package io.runwhy.extension.emit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;

/** Attributes of events as those of spans and resources. */
public final class Attrs {
  private Attrs() {}

  /** Longs, doubles and booleans stay what they are; all else becomes a text. */
  public static Attributes of(Map<String, ?> values) {
    AttributesBuilder builder = Attributes.builder();
    values.forEach(
        (key, value) -> {
          if (value instanceof Long) {
            builder.put(AttributeKey.longKey(key), (Long) value);
          } else if (value instanceof Double) {
            builder.put(AttributeKey.doubleKey(key), (Double) value);
          } else if (value instanceof Boolean) {
            builder.put(AttributeKey.booleanKey(key), (Boolean) value);
          } else {
            builder.put(AttributeKey.stringKey(key), String.valueOf(value));
          }
        });
    return builder.build();
  }
}
