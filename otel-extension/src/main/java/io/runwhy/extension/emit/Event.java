package io.runwhy.extension.emit;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One event to be told: a log record with an event name. Values of attributes are texts, longs,
 * doubles, booleans and lists of texts.
 */
public final class Event {
  /** Longest text of an attribute, in characters. */
  public static final int MAX_VALUE = 2_048;

  /** Longest body, in characters. */
  public static final int MAX_BODY = 16_384;

  /** Most attributes of one event. */
  public static final int MAX_ATTRIBUTES = 64;

  /** How bad it is; the numbers are those of OpenTelemetry. */
  public enum Severity {
    INFO(9),
    WARN(13),
    ERROR(17);

    private final int number;

    Severity(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }

  private final String name;
  private final long epochNanos;
  private final Severity severity;
  private final String body;
  private final String traceId;
  private final String spanId;
  private final int flags;
  private final Map<String, Object> attributes;

  private Event(Builder builder) {
    this.name = builder.name;
    this.epochNanos = builder.epochNanos;
    this.severity = builder.severity;
    this.body = cut(builder.body, MAX_BODY);
    this.traceId = builder.traceId;
    this.spanId = builder.spanId;
    this.flags = builder.flags;
    this.attributes = Collections.unmodifiableMap(builder.attributes);
  }

  public static Builder of(String name, Instant time) {
    return of(name, TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano());
  }

  static Builder of(String name, long epochNanos) {
    return new Builder(name, epochNanos);
  }

  public String name() {
    return name;
  }

  /** When it happened. */
  public long epochNanos() {
    return epochNanos;
  }

  public Severity severity() {
    return severity;
  }

  /** One readable sentence. */
  public String body() {
    return body;
  }

  /** 32 hexadecimal digits, or empty. */
  public String traceId() {
    return traceId;
  }

  /** 16 hexadecimal digits, or empty. */
  public String spanId() {
    return spanId;
  }

  /** Trace flags, 0 to 255. */
  public int flags() {
    return flags;
  }

  public Map<String, Object> attributes() {
    return attributes;
  }

  /** One like it, to be added to. */
  public Builder toBuilder() {
    return of(name, epochNanos)
        .severity(severity)
        .body(body)
        .span(traceId, spanId, flags)
        .attributes(attributes);
  }

  static String cut(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit - 3) + "...";
  }

  /** Builds an {@link Event}. */
  public static final class Builder {
    private final String name;
    private final long epochNanos;
    private Severity severity = Severity.INFO;
    private String body = "";
    private String traceId = "";
    private String spanId = "";
    private int flags;
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    private Builder(String name, long epochNanos) {
      this.name = name;
      this.epochNanos = epochNanos;
    }

    public Builder severity(Severity value) {
      severity = value;
      return this;
    }

    public Builder body(String text) {
      body = text;
      return this;
    }

    /** The span that it belongs to; one that is not valid counts as none. */
    public Builder span(SpanContext span) {
      return span.isValid()
          ? span(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asByte() & 0xff)
          : this;
    }

    public Builder span(String trace, String span, int traceFlags) {
      traceId = trace;
      spanId = span;
      flags = traceFlags;
      return this;
    }

    /** Nothing when the value is null or an empty text; others of no known type become texts. */
    public Builder attribute(String key, @Nullable Object value) {
      if (value == null
          || "".equals(value)
          || (attributes.size() >= MAX_ATTRIBUTES && !attributes.containsKey(key))) {
        return this;
      }
      attributes.put(key, known(value));
      return this;
    }

    public Builder attributes(Map<String, ?> values) {
      values.forEach(this::attribute);
      return this;
    }

    public Event build() {
      return new Event(this);
    }

    private static Object known(Object value) {
      if (value instanceof Long || value instanceof Double || value instanceof Boolean) {
        return value;
      }
      if (value instanceof Integer) {
        return ((Integer) value).longValue();
      }
      if (value instanceof List) {
        List<String> texts = new ArrayList<>();
        for (Object text : (List<?>) value) {
          if (texts.size() < MAX_ATTRIBUTES) {
            texts.add(cut(String.valueOf(text), MAX_VALUE));
          }
        }
        return Collections.unmodifiableList(texts);
      }
      return cut(String.valueOf(value), MAX_VALUE);
    }
  }
}
