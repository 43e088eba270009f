package io.runwhy.extension.emit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import io.runwhy.conventions.RunAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Events as log records of the SDK that the agent brings. Used by one thread. */
final class LogRecords {
  private final List<LogRecordData> made = new ArrayList<>();
  private final Logger logger;

  LogRecords(Resource resource) {
    SdkLoggerProvider provider =
        SdkLoggerProvider.builder()
            .setResource(resource)
            .addLogRecordProcessor((context, record) -> made.add(record.toLogRecordData()))
            .build();
    logger = provider.loggerBuilder("io.runwhy.extension").build();
  }

  List<LogRecordData> of(List<Waiting> events) {
    made.clear();
    events.forEach(waiting -> make(waiting.event));
    return new ArrayList<>(made);
  }

  private void make(Event event) {
    LogRecordBuilder record =
        logger
            .logRecordBuilder()
            .setEventName(event.name())
            .setTimestamp(event.epochNanos(), TimeUnit.NANOSECONDS)
            .setSeverity(severity(event.severity()))
            .setSeverityText(event.severity().name())
            .setBody(event.body())
            .setContext(context(event))
            .setAttribute(AttributeKey.stringKey(RunAttributes.EVENT_NAME), event.name());
    event.attributes().forEach((key, value) -> put(record, key, value));
    if (!event.attributes().containsKey(RunAttributes.RECORD_ID)) {
      put(record, RunAttributes.RECORD_ID, RecordId.of(event));
    }
    record.emit();
  }

  @SuppressWarnings("unchecked")
  private static void put(LogRecordBuilder record, String key, Object value) {
    if (value instanceof Long) {
      record.setAttribute(AttributeKey.longKey(key), (Long) value);
    } else if (value instanceof Double) {
      record.setAttribute(AttributeKey.doubleKey(key), (Double) value);
    } else if (value instanceof Boolean) {
      record.setAttribute(AttributeKey.booleanKey(key), (Boolean) value);
    } else if (value instanceof List) {
      record.setAttribute(AttributeKey.stringArrayKey(key), (List<String>) value);
    } else {
      record.setAttribute(AttributeKey.stringKey(key), String.valueOf(value));
    }
  }

  private static Context context(Event event) {
    if (event.traceId().isEmpty()) {
      return Context.root();
    }
    SpanContext span =
        SpanContext.create(
            event.traceId(),
            event.spanId(),
            TraceFlags.fromByte((byte) event.flags()),
            TraceState.getDefault());
    return Context.root().with(Span.wrap(span));
  }

  private static Severity severity(Event.Severity severity) {
    switch (severity) {
      case ERROR:
        return Severity.ERROR;
      case WARN:
        return Severity.WARN;
      default:
        return Severity.INFO;
    }
  }
}
