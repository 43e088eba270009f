package io.runwhy.extension.emit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Events and attributes as bytes, and back. */
final class EventCodec {
  private static final int VERSION = 1;

  private EventCodec() {}

  static byte[] encode(Event event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      text(out, event.name());
      out.writeLong(event.epochNanos());
      out.writeByte(event.severity().number());
      text(out, event.body());
      text(out, event.traceId());
      text(out, event.spanId());
      out.writeByte(event.flags());
      attributes(out, event.attributes());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  /** Null for what is no event. */
  static @Nullable Event decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        return null;
      }
      Event.Builder event = Event.of(text(in), in.readLong());
      event.severity(severity(in.readByte())).body(text(in));
      return event
          .span(text(in), text(in), in.readUnsignedByte())
          .attributes(attributes(in))
          .build();
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  static byte[] encode(Map<String, Object> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      attributes(out, attributes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  /** Empty for what are no attributes. */
  static Map<String, Object> decodeAttributes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return attributes(in);
    } catch (IOException | RuntimeException e) {
      return new LinkedHashMap<>();
    }
  }

  private static void attributes(DataOutputStream out, Map<String, Object> attributes)
      throws IOException {
    out.writeInt(attributes.size());
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      text(out, attribute.getKey());
      value(out, attribute.getValue());
    }
  }

  private static Map<String, Object> attributes(DataInputStream in) throws IOException {
    int count = in.readInt();
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      attributes.put(text(in), value(in));
    }
    return attributes;
  }

  private static void value(DataOutputStream out, Object value) throws IOException {
    if (value instanceof Long) {
      out.writeByte('l');
      out.writeLong((Long) value);
    } else if (value instanceof Double) {
      out.writeByte('d');
      out.writeDouble((Double) value);
    } else if (value instanceof Boolean) {
      out.writeByte('b');
      out.writeBoolean((Boolean) value);
    } else if (value instanceof List) {
      List<?> texts = (List<?>) value;
      out.writeByte('t');
      out.writeInt(texts.size());
      for (Object text : texts) {
        text(out, String.valueOf(text));
      }
    } else {
      out.writeByte('s');
      text(out, String.valueOf(value));
    }
  }

  private static Object value(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    switch (kind) {
      case 'l':
        return in.readLong();
      case 'd':
        return in.readDouble();
      case 'b':
        return in.readBoolean();
      case 't':
        int count = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          texts.add(text(in));
        }
        return texts;
      case 's':
        return text(in);
      default:
        throw new IOException("no kind of value: " + kind);
    }
  }

  private static Event.Severity severity(byte number) throws IOException {
    for (Event.Severity severity : Event.Severity.values()) {
      if (severity.number() == number) {
        return severity;
      }
    }
    throw new IOException("no severity: " + number);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("no length of a text: " + length);
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
