package io.runwhy.extension.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.Event;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.run.States;
import io.runwhy.extension.submit.Submitter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Calls of hooked methods as the advice makes them, and what is told of them. */
final class Calls {
  static final String RUN_TASK = "a.software.amazon.awssdk.services.ecs.DefaultEcsClient.runTask";
  static final String START_TASK =
      "software.amazon.awssdk.services.ecs.DefaultEcsAsyncClient.startTask";

  final List<Event> events = new ArrayList<>();
  final List<SpanData> spans = new ArrayList<>();
  final List<Throwable> broken = new ArrayList<>();
  private final Dispatcher dispatcher = new Dispatcher((option, e) -> broken.add(e));
  private final SdkTracerProvider tracers =
      SdkTracerProvider.builder().addSpanProcessor(new Ended()).build();

  Calls(Map<String, String> properties) {
    Options options = Options.read(properties::get, name -> null, message -> {});
    Submitter submitter =
        new Submitter(
            tracers.get("test"), events::add, new States(events::add, true), Clock.systemUTC());
    EcsHooks.add(dispatcher, options, submitter, events::add, Clock.systemUTC());
  }

  /** One call: the request that was sent, and its end, which is to come. */
  record Call<T>(T sent, @Nullable BiConsumer<Object, Throwable> end) {
    void answered(Object response) {
      end.accept(response, null);
    }

    void threw(Throwable thrown) {
      end.accept(null, thrown);
    }
  }

  @SuppressWarnings("unchecked")
  <T> Call<T> call(String method, @Nullable Object client, T request) {
    Object[] arguments = {request};
    Object end = dispatcher.apply(method, new Object[] {client, arguments});
    return new Call<>((T) arguments[0], (BiConsumer<Object, Throwable>) end);
  }

  <T> Call<T> call(T request) {
    return call(RUN_TASK, null, request);
  }

  /** "Submitting", "process INFO": what was told, in order. */
  List<String> told() {
    return events.stream()
        .map(
            e ->
                e.name().equals("runwhy.run.state")
                    ? of(e, "runwhy.state.name")
                    : e.name().substring("runwhy.".length()) + " " + e.severity())
        .toList();
  }

  Event last() {
    return events.get(events.size() - 1);
  }

  static String of(Event event, String key) {
    return String.valueOf(event.attributes().getOrDefault(key, ""));
  }

  SpanData span() {
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }

  static String of(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  private final class Ended implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
