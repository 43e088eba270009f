package io.runwhy.extension.run;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.runwhy.conventions.RunKeys;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The parent that the environment names, as W3C trace context: TRACEPARENT and TRACESTATE. */
final class Traceparent {
  private Traceparent() {}

  /**
   * Not valid when there is none, or none that can be read; its sampled flag is kept.
   *
   * @param warn is told of one that cannot be read
   */
  static SpanContext of(Function<String, @Nullable String> environment, Consumer<String> warn) {
    String text = environment.apply(RunKeys.ENV_TRACEPARENT);
    if (text == null || text.trim().isEmpty()) {
      return SpanContext.getInvalid();
    }
    SpanContext parent =
        Span.fromContext(
                W3CTraceContextPropagator.getInstance()
                    .extract(Context.root(), environment, new Getter()))
            .getSpanContext();
    if (!parent.isValid()) {
      warn.accept(
          RunKeys.ENV_TRACEPARENT + " is no W3C trace context; this process begins its own trace");
    }
    return parent;
  }

  /** Reads the names of the standard for environment variables: in upper case. */
  private static final class Getter implements TextMapGetter<Function<String, @Nullable String>> {
    @Override
    public Iterable<String> keys(Function<String, @Nullable String> carrier) {
      return Arrays.asList("traceparent", "tracestate");
    }

    @Override
    public @Nullable String get(@Nullable Function<String, @Nullable String> carrier, String key) {
      String value = carrier == null ? null : carrier.apply(key.toUpperCase(Locale.ROOT));
      return value == null ? null : value.trim();
    }
  }
}
