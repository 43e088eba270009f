package io.runwhy.bridge.answer;

import io.runwhy.bridge.model.Confidence;
import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.FaultDomain;
import io.runwhy.bridge.model.Infrastructure;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Retryable;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.RunSnapshot;
import io.runwhy.bridge.model.RunState;
import io.runwhy.bridge.model.Severity;
import io.runwhy.bridge.model.Stage;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.bridge.model.Undiagnosed;
import io.runwhy.bridge.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what {@link AnswerJson} wrote: the command line shows a run of a bridge as if it were its
 * own.
 */
public final class AnswerReader {
  private AnswerReader() {}

  /** A whole run. */
  public static RunSnapshot run(JsonNode json, Instant now) {
    JsonNode at = json.path("infrastructure");
    RunIdentity run =
        new RunIdentity(
            new RunKey(text(at, "cluster"), text(json, "id")),
            text(json, "name"),
            text(json, "orchestrator"),
            text(json, "namespace"),
            orNull(json, "deployment"),
            orNull(json, "work_pool"),
            orNull(json, "work_queue"),
            null,
            null);
    List<StateEntry> states = new ArrayList<>();
    for (JsonNode s : json.path("states")) {
      states.add(state(s));
    }
    return new RunSnapshot(
        run,
        infrastructure(at),
        json.path("attempt").asInt(0),
        states,
        verdict(json.path("verdict")),
        logs(json.path("logs")),
        now);
  }

  private static Infrastructure infrastructure(JsonNode at) {
    return at.has("task")
        ? new Infrastructure.OfTask(
            text(at, "cluster"),
            text(at, "task"),
            text(at, "task_definition"),
            text(at, "launch_type"),
            text(at, "zone"),
            text(at, "container_instance"))
        : new Infrastructure.OfPod(
            text(at, "namespace"),
            text(at, "pod"),
            text(at, "pod_uid"),
            text(at, "job"),
            "",
            text(at, "node"));
  }

  private static StateEntry state(JsonNode s) {
    Stage stage = null;
    for (Stage candidate : Stage.values()) {
      stage = candidate.wireName().equals(text(s, "stage")) ? candidate : stage;
    }
    RunState state = RunState.RUNNING;
    for (RunState candidate : RunState.values()) {
      state = candidate.wireName().equals(text(s, "state")) ? candidate : state;
    }
    Instant start = time(s, "start");
    return new StateEntry(
        state,
        stage,
        s.path("attempt").asInt(0),
        text(s, "message"),
        start == null ? Instant.EPOCH : start,
        time(s, "end"));
  }

  private static Verdict verdict(JsonNode v) {
    List<Evidence> evidence = new ArrayList<>();
    for (JsonNode e : v.path("evidence")) {
      evidence.add(new Evidence(text(e, "field"), text(e, "value"), time(e, "time")));
    }
    if (text(v, "code").isEmpty()) {
      return new Undiagnosed(text(v, "reason"), v.path("healthy").asBoolean(false), evidence);
    }
    List<Diagnosis.Contributing> contributing = new ArrayList<>();
    for (JsonNode c : v.path("contributing")) {
      contributing.add(
          new Diagnosis.Contributing(
              text(c, "code"),
              text(c, "summary"),
              constant(Confidence.class, c, "confidence", Confidence.POSSIBLE),
              c.path("attempt").asInt(0)));
    }
    return new Diagnosis(
        text(v, "code"),
        constant(Severity.class, v, "severity", Severity.ERROR),
        text(v, "summary"),
        text(v, "detail"),
        text(v, "resolution"),
        constant(Confidence.class, v, "confidence", Confidence.POSSIBLE),
        constant(FaultDomain.class, v, "fault_domain", FaultDomain.PLATFORM),
        constant(Retryable.class, v, "retryable", Retryable.NO),
        text(v, "container"),
        text(v, "container_role").isEmpty()
            ? null
            : constant(ContainerRole.class, v, "container_role", ContainerRole.MAIN),
        v.path("attempt").asInt(0),
        evidence,
        contributing);
  }

  private static List<LogTail> logs(JsonNode logs) {
    List<LogTail> tails = new ArrayList<>();
    for (JsonNode log : logs) {
      List<LogTail.Line> lines = new ArrayList<>();
      for (JsonNode line : log.path("lines")) {
        lines.add(new LogTail.Line(time(line, "time"), text(line, "text")));
      }
      tails.add(
          new LogTail(
              "",
              text(log, "container"),
              log.path("container_attempt").asInt(0),
              "",
              lines,
              log.path("truncated").asBoolean(false),
              text(log, "unavailable")));
    }
    return tails;
  }

  private static <E extends Enum<E>> E constant(
      Class<E> type, JsonNode node, String key, E fallback) {
    String name = text(node, key).toUpperCase(Locale.ROOT);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    return fallback;
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isString() ? value.asString() : "";
  }

  private static @Nullable String orNull(JsonNode node, String key) {
    String value = text(node, key);
    return value.isEmpty() ? null : value;
  }

  private static @Nullable Instant time(JsonNode node, String key) {
    String value = text(node, key);
    return value.isEmpty() ? null : Instant.parse(value);
  }
}
