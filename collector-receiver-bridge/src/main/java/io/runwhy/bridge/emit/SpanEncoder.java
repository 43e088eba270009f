package io.runwhy.bridge.emit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.conventions.RunAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Run changes to spans: one a stage, and a root that carries every state as a span event. Pure. */
final class SpanEncoder {
  /** Span events of a root at the most; the first and the last ones are kept. */
  static final int EVENT_LIMIT = 128;

  private final Resource resource;
  private final InstrumentationScopeInfo scope;

  SpanEncoder(Resource resource, InstrumentationScopeInfo scope) {
    this.resource = resource;
    this.scope = scope;
  }

  EmittedSpan stage(RunChange.StageEnded change) {
    RunIds ids = RunIds.of(change.run());
    StateEntry entry = change.entry();
    Diagnosis cause = change.cause();
    Attrs attrs = Attrs.of(change.run(), change.infrastructure(), entry.attempt());
    LogEncoder.stateAttributes(attrs, entry, null);
    Instant end = entry.end() == null ? entry.start() : entry.end();
    attrs.put(RunAttributes.STAGE_DURATION, entry.duration(end).toNanos() / 1_000_000_000.0);
    if (cause != null) {
      attrs.put(RunAttributes.ERROR_TYPE, cause.code());
    }
    String name = entry.stage() == null ? entry.state().wireName() : entry.stage().wireName();
    return new EmittedSpan(
        resource,
        scope,
        name,
        ids.stage(entry),
        ids.root(),
        cause == null ? StatusData.unset() : StatusData.create(StatusCode.ERROR, cause.code()),
        nanos(entry.start()),
        nanos(end),
        attrs.build(),
        List.of());
  }

  EmittedSpan root(RunChange.RunEnded change) {
    RunIds ids = RunIds.of(change.run());
    List<StateEntry> states = change.states();
    StateEntry last = states.get(states.size() - 1);
    Diagnosis d = change.diagnosis();
    Attrs attrs =
        Attrs.of(change.run(), change.infrastructure(), last.attempt())
            .put(RunAttributes.STATE_NAME, last.state().wireName())
            .put(RunAttributes.CICD_PIPELINE_RESULT, LogEncoder.result(last.state()));
    boolean bad = last.state() == RunState.FAILED || last.state() == RunState.CRASHED;
    if (d != null) {
      attrs
          .put(RunAttributes.DIAGNOSIS_CODE, d.code())
          .put(RunAttributes.DIAGNOSIS_SUMMARY, d.summary())
          .put(RunAttributes.ERROR_TYPE, bad ? d.code() : "");
    }
    return new EmittedSpan(
        resource,
        scope,
        change.run().name(),
        ids.root(),
        ids.parent(),
        bad ? StatusData.create(StatusCode.ERROR, d == null ? "" : d.code()) : StatusData.ok(),
        nanos(states.get(0).start()),
        nanos(last.start()),
        attrs.build(),
        events(states, d));
  }

  private static List<EventData> events(List<StateEntry> states, @Nullable Diagnosis d) {
    List<EventData> events = new ArrayList<>();
    StateEntry previous = null;
    for (StateEntry entry : states) {
      Attrs attrs = new Attrs();
      LogEncoder.stateAttributes(attrs, entry, previous);
      if (entry.state().isTerminal() && d != null) {
        attrs.put(RunAttributes.DIAGNOSIS_CODE, d.code());
      }
      if (entry.attempt() > 0) {
        attrs.put(RunAttributes.RUN_ATTEMPT, entry.attempt());
      }
      Attributes attributes = attrs.build();
      events.add(EventData.create(nanos(entry.start()), entry.state().wireName(), attributes));
      if (events.size() > EVENT_LIMIT) {
        events.remove(EVENT_LIMIT / 2);
      }
      previous = entry;
    }
    return events;
  }

  static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }
}
