package io.runwhy.bridge.emit;

import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.Infrastructure;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.conventions.Arns;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.conventions.RunEvents;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Run changes to log records: what happened, readable as one sentence, with every id. Pure but for
 * the observed time.
 */
final class LogEncoder {
  /** Characters of a body at the most. */
  static final int BODY_LIMIT = 64 * 1024;

  private final Resource resource;
  private final InstrumentationScopeInfo scope;
  private final Function<String, @Nullable String> prefectLabel;
  private final InstantSource clock;

  LogEncoder(
      Resource resource,
      InstrumentationScopeInfo scope,
      Function<String, @Nullable String> prefectLabel,
      InstantSource clock) {
    this.resource = resource;
    this.scope = scope;
    this.prefectLabel = prefectLabel;
    this.clock = clock;
  }

  EmittedLog state(RunChange.StateChanged change) {
    RunIds ids = RunIds.of(change.run());
    StateEntry entry = change.entry();
    StateEntry previous = change.previous();
    String stage = entry.stage() == null ? "" : entry.stage().wireName();
    Attrs attrs =
        attrs(change, entry.attempt())
            .put(RunAttributes.RECORD_ID, ids.record(RunEvents.RUN_STATE, key(entry)));
    stateAttributes(attrs, asBegun(entry), previous);
    String body =
        change.run().name()
            + " is "
            + entry.state().wireName()
            + (stage.isEmpty() ? "" : " (" + stage + ")")
            + (entry.message().isEmpty() ? "" : ": " + entry.message());
    return log(
        RunEvents.RUN_STATE, entry.start(), ids.root(), severity(entry.state()), body, attrs);
  }

  /**
   * Without the end that a replay knows and the live record did not: the same id, the same record.
   */
  private static StateEntry asBegun(StateEntry e) {
    return e.state().isTerminal()
        ? e
        : new StateEntry(e.state(), e.stage(), e.attempt(), e.message(), e.start(), null);
  }

  static void stateAttributes(Attrs attrs, StateEntry entry, @Nullable StateEntry previous) {
    attrs
        .put(RunAttributes.STATE_NAME, entry.state().wireName())
        .put(RunAttributes.STATE_TYPE, type(entry.state()))
        .put(RunAttributes.STATE_STAGE, entry.stage() == null ? "" : entry.stage().wireName())
        .put(RunAttributes.STATE_MESSAGE, entry.message())
        .put(RunAttributes.STATE_START_MS, entry.start().toEpochMilli())
        .put(RunAttributes.CICD_PIPELINE_RUN_STATE, pipelineState(entry.state()));
    if (entry.end() != null) {
      attrs.put(RunAttributes.STATE_END_MS, entry.end().toEpochMilli());
    }
    if (previous != null) {
      attrs.put(RunAttributes.STATE_PREVIOUS, previous.state().wireName());
      attrs.put(
          RunAttributes.STAGE_DURATION,
          previous.duration(entry.start()).toNanos() / 1_000_000_000.0);
    }
  }

  EmittedLog diagnosis(RunChange.Diagnosed change) {
    RunIds ids = RunIds.of(change.run());
    Diagnosis d = change.diagnosis();
    if (d == null) {
      Attrs attrs =
          attrs(change, 0)
              .put(RunAttributes.DIAGNOSIS_PREVIOUS_CODE, change.previousCode())
              .put(
                  RunAttributes.RECORD_ID,
                  ids.record(
                      RunEvents.RUN_DIAGNOSIS, "cleared", String.valueOf(change.previousCode())));
      String body = change.run().name() + ": " + change.previousCode() + " no longer holds";
      return log(RunEvents.RUN_DIAGNOSIS, change.at(), ids.root(), Severity.INFO, body, attrs);
    }
    Attrs attrs =
        attrs(change, d.attempt())
            .put(
                RunAttributes.RECORD_ID,
                ids.record(
                    RunEvents.RUN_DIAGNOSIS,
                    d.code(),
                    d.container(),
                    Integer.toString(d.attempt()),
                    d.severity().name(),
                    d.confidence().name()))
            .put(RunAttributes.DIAGNOSIS_PREVIOUS_CODE, change.previousCode());
    attrs.put(
        change.infrastructure() instanceof Infrastructure.OfTask
            ? RunAttributes.CONTAINER_NAME
            : RunAttributes.K8S_CONTAINER_NAME,
        d.container());
    diagnosisAttributes(attrs, d);
    String body = Attrs.cut(d.code() + ": " + d.summary() + "\n" + d.resolution(), BODY_LIMIT);
    return log(RunEvents.RUN_DIAGNOSIS, time(d, change.at()), ids.root(), severity(d), body, attrs);
  }

  private void diagnosisAttributes(Attrs attrs, Diagnosis d) {
    attrs
        .put(RunAttributes.DIAGNOSIS_CODE, d.code())
        .put(RunAttributes.DIAGNOSIS_SEVERITY, lower(d.severity()))
        .put(RunAttributes.DIAGNOSIS_SUMMARY, d.summary())
        .put(RunAttributes.DIAGNOSIS_DETAIL, d.detail())
        .put(RunAttributes.DIAGNOSIS_RESOLUTION, d.resolution())
        .put(RunAttributes.DIAGNOSIS_CONFIDENCE, lower(d.confidence()))
        .put(RunAttributes.DIAGNOSIS_FAULT_DOMAIN, lower(d.faultDomain()))
        .put(RunAttributes.DIAGNOSIS_RETRYABLE, lower(d.retryable()))
        .put(RunAttributes.DIAGNOSIS_CONTAINER, d.container())
        .put(
            RunAttributes.DIAGNOSIS_CONTAINER_ROLE,
            d.containerRole() == null ? "" : lower(d.containerRole()))
        .put(
            RunAttributes.DIAGNOSIS_EVIDENCE,
            d.evidence().stream().map(e -> e.field() + " = " + e.value()).toList())
        .put(
            RunAttributes.DIAGNOSIS_CONTRIBUTING,
            d.contributing().stream().map(Diagnosis.Contributing::code).toList())
        .put(RunAttributes.ERROR_TYPE, d.code())
        .put(RunAttributes.PREFECT_DIAGNOSIS, prefectLabel.apply(d.code()));
  }

  /** One record a line; a line without a time takes that of the line before it. */
  List<EmittedLog> lines(RunChange.LogsRecovered change) {
    RunIds ids = RunIds.of(change.run());
    LogTail tail = change.tail();
    List<EmittedLog> records = new ArrayList<>(tail.lines().size());
    Instant last = clock.instant();
    for (LogTail.Line line : tail.lines()) {
      if (line.time() != null) {
        last = line.time();
        break;
      }
    }
    for (int i = 0; i < tail.lines().size(); i++) {
      LogTail.Line line = tail.lines().get(i);
      last = line.time() == null ? last : line.time();
      Attrs attrs =
          attrs(change, change.attempt())
              .put(RunAttributes.CONTAINER_ID, tail.containerId())
              .put(RunAttributes.LOG_RECOVERED, true)
              .put(RunAttributes.LOG_CONTAINER_ATTEMPT, tail.index())
              .put(
                  RunAttributes.RECORD_ID,
                  ids.record(
                      RunEvents.CONTAINER_LOG,
                      tail.attemptUid(),
                      tail.container(),
                      Integer.toString(tail.index()),
                      last.toString(),
                      Integer.toString(i),
                      line.text()));
      if (change.infrastructure() instanceof Infrastructure.OfTask) {
        attrs
            .put(RunAttributes.AWS_ECS_TASK_ARN, tail.attemptUid())
            .put(RunAttributes.AWS_ECS_TASK_ID, Arns.last(tail.attemptUid()))
            .put(RunAttributes.CONTAINER_NAME, tail.container())
            .put(RunAttributes.LOG_SOURCE, "cloudwatch");
      } else {
        attrs
            .put(RunAttributes.K8S_POD_UID, tail.attemptUid())
            .put(RunAttributes.K8S_CONTAINER_NAME, tail.container())
            .put(RunAttributes.LOG_SOURCE, "kubernetes");
      }
      if (i == 0 && tail.truncated()) {
        attrs.put(RunAttributes.LOG_TRUNCATED, true);
      }
      records.add(
          log(
              RunEvents.CONTAINER_LOG,
              last,
              ids.root(),
              Severity.INFO,
              Attrs.cut(line.text(), BODY_LIMIT),
              attrs));
    }
    return records;
  }

  EmittedLog summary(RunChange.RunEnded change) {
    RunIds ids = RunIds.of(change.run());
    List<StateEntry> states = change.states();
    StateEntry last = states.get(states.size() - 1);
    Instant start = states.get(0).start();
    Diagnosis d = change.diagnosis();
    Attrs attrs =
        attrs(change, last.attempt())
            .put(RunAttributes.RECORD_ID, ids.record(RunEvents.RUN_SUMMARY))
            .put(RunAttributes.STATE_NAME, last.state().wireName())
            .put(RunAttributes.STATE_START_MS, start.toEpochMilli())
            .put(RunAttributes.STATE_END_MS, last.start().toEpochMilli())
            .put(RunAttributes.CICD_PIPELINE_RESULT, result(last.state()));
    stageSeconds(states)
        .forEach((stage, s) -> attrs.put(RunAttributes.STAGE_DURATION + "." + stage, s));
    String body = change.run().name() + " " + last.state().wireName();
    if (d != null) {
      attrs
          .put(RunAttributes.DIAGNOSIS_CODE, d.code())
          .put(RunAttributes.DIAGNOSIS_SUMMARY, d.summary())
          .put(RunAttributes.DIAGNOSIS_FAULT_DOMAIN, lower(d.faultDomain()))
          .put(RunAttributes.ERROR_TYPE, last.state() == RunState.COMPLETED ? "" : d.code());
      body = body + ": " + d.summary();
    }
    return log(
        RunEvents.RUN_SUMMARY, last.start(), ids.root(), severity(last.state()), body, attrs);
  }

  private static Map<String, Double> stageSeconds(List<StateEntry> states) {
    Map<String, Double> seconds = new TreeMap<>();
    for (StateEntry entry : states) {
      if (entry.stage() != null && entry.end() != null) {
        seconds.merge(
            entry.stage().wireName(),
            entry.duration(entry.end()).toNanos() / 1_000_000_000.0,
            Double::sum);
      }
    }
    return seconds;
  }

  private static Attrs attrs(RunChange change, int attempt) {
    return Attrs.of(change.run(), change.infrastructure(), attempt);
  }

  private EmittedLog log(
      String event, Instant time, SpanContext span, Severity severity, String body, Attrs attrs) {
    attrs.put(RunAttributes.EVENT_NAME, event);
    return new EmittedLog(
        resource,
        scope,
        SpanEncoder.nanos(time),
        SpanEncoder.nanos(clock.instant()),
        span,
        severity,
        body,
        event,
        attrs.build());
  }

  /** What makes a state this state: a replay gives the same. */
  private static String key(StateEntry entry) {
    return entry.attempt() + "\n" + entry.state() + "\n" + entry.stage() + "\n" + entry.start();
  }

  /** The newest time of the evidence: a replay gives the same; without one, when it was found. */
  private static Instant time(Diagnosis d, Instant at) {
    return d.evidence().stream()
        .map(Evidence::time)
        .filter(t -> t != null)
        .max(java.util.Comparator.naturalOrder())
        .orElse(at);
  }

  private static Severity severity(Diagnosis d) {
    return switch (d.severity()) {
      case INFO -> Severity.INFO;
      case WARNING -> Severity.WARN;
      case ERROR -> Severity.ERROR;
    };
  }

  private static Severity severity(RunState state) {
    return state == RunState.FAILED || state == RunState.CRASHED ? Severity.ERROR : Severity.INFO;
  }

  /** Prefect's state types, which people filter by. */
  private static String type(RunState state) {
    return switch (state) {
      case SUBMITTING, INFRASTRUCTURE_PENDING -> "PENDING";
      case AWAITING_RETRY -> "SCHEDULED";
      default -> state.name();
    };
  }

  private static String pipelineState(RunState state) {
    return switch (state) {
      case SUBMITTING, INFRASTRUCTURE_PENDING, AWAITING_RETRY -> "pending";
      case RUNNING -> "executing";
      default -> "finalizing";
    };
  }

  static String result(RunState state) {
    return switch (state) {
      case COMPLETED -> "success";
      case FAILED -> "failure";
      case CANCELLED -> "cancellation";
      default -> "error";
    };
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
