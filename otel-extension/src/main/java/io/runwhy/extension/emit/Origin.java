package io.runwhy.extension.emit;

import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The resource of a process as bytes, kept beside its events on disk, and back. */
final class Origin {
  /** Most bytes; of a larger resource the service alone is kept. */
  static final int MAX_BYTES = 32 << 10;

  private Origin() {}

  static byte[] encode(Resource resource) {
    byte[] all = EventCodec.encode(values(resource.getAttributes(), ""));
    return all.length <= MAX_BYTES
        ? all
        : EventCodec.encode(values(resource.getAttributes(), "service."));
  }

  /** The other one where nothing can be read. */
  static Resource decode(byte[] bytes, Resource other) {
    Map<String, Object> values = EventCodec.decodeAttributes(bytes);
    return values.isEmpty() ? other : Resource.create(Attrs.of(values));
  }

  private static Map<String, Object> values(Attributes attributes, String prefix) {
    Map<String, Object> values = new LinkedHashMap<>();
    attributes.forEach(
        (key, value) -> {
          AttributeType type = key.getType();
          boolean known =
              type == AttributeType.STRING
                  || type == AttributeType.LONG
                  || type == AttributeType.DOUBLE
                  || type == AttributeType.BOOLEAN
                  || type == AttributeType.STRING_ARRAY;
          if (known && key.getKey().startsWith(prefix)) {
            values.put(
                key.getKey(),
                value instanceof String ? Event.cut((String) value, Event.MAX_VALUE) : value);
          }
        });
    return values;
  }
}
