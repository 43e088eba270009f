package io.runwhy.extension.run;

import io.opentelemetry.api.trace.Span;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.conventions.RunEvents;
import io.runwhy.extension.emit.Attrs;
import io.runwhy.extension.emit.Event;
import io.runwhy.extension.emit.EventSink;
import java.time.Instant;
import java.util.Map;

/** Tells the states of runs: as an event at once, and as a span event where there is a span. */
public final class States {
  /** The states that the extension can see. */
  public enum State {
    SUBMITTING("Submitting", "PENDING", "pending"),
    RUNNING("Running", "RUNNING", "executing"),
    COMPLETED("Completed", "COMPLETED", "finalizing"),
    FAILED("Failed", "FAILED", "finalizing"),
    CRASHED("Crashed", "CRASHED", "finalizing"),
    CANCELLED("Cancelled", "CANCELLED", "finalizing");

    private final String wireName;
    private final String type;
    private final String pipelineState;

    State(String wireName, String type, String pipelineState) {
      this.wireName = wireName;
      this.type = type;
      this.pipelineState = pipelineState;
    }

    public String wireName() {
      return wireName;
    }
  }

  private final EventSink events;
  private final boolean spanEvents;

  /**
   * @param spanEvents whether states are span events too
   */
  public States(EventSink events, boolean spanEvents) {
    this.events = events;
    this.spanEvents = spanEvents;
  }

  /**
   * Tells that a state begins.
   *
   * @param span that the state belongs to; ended ones are not written on
   * @param stage empty for a terminal state
   */
  public void tell(
      Run run,
      Span span,
      State state,
      String stage,
      String message,
      Instant time,
      Map<String, ?> more) {
    boolean bad = state == State.FAILED || state == State.CRASHED;
    Event event =
        Event.of(RunEvents.RUN_STATE, time)
            .severity(bad ? Event.Severity.ERROR : Event.Severity.INFO)
            .body(body(run, state, stage, message))
            .span(span.getSpanContext())
            .attributes(run.attributes())
            .attribute(RunAttributes.STATE_NAME, state.wireName)
            .attribute(RunAttributes.STATE_TYPE, state.type)
            .attribute(RunAttributes.STATE_STAGE, stage)
            .attribute(RunAttributes.STATE_MESSAGE, message)
            .attribute(RunAttributes.STATE_START_MS, time.toEpochMilli())
            .attribute(RunAttributes.CICD_PIPELINE_RUN_STATE, state.pipelineState)
            .attributes(more)
            .build();
    events.emit(event);
    if (spanEvents && span.isRecording()) {
      span.addEvent(state.wireName, Attrs.of(event.attributes()), time);
    }
  }

  private static String body(Run run, State state, String stage, String message) {
    return (run.name().isEmpty() ? "run" : run.name())
        + " is "
        + state.wireName
        + (stage.isEmpty() ? "" : " (" + stage + ")")
        + (message.isEmpty() ? "" : ": " + message);
  }
}
