package io.runwhy.bridge.answer;

import io.runwhy.bridge.model.ContainerRole;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.Evidence;
import io.runwhy.bridge.model.Infrastructure;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.RunSnapshot;
import io.runwhy.bridge.model.Stage;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.bridge.model.Undiagnosed;
import io.runwhy.bridge.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of answers: the same keys on the command line and over HTTP. */
public final class AnswerJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private AnswerJson() {}

  /**
   * One answer of {@code diagnose}: {@code code} is null with a {@code reason} when no cause is
   * named.
   */
  public static ObjectNode answer(Answer answer) {
    ObjectNode json = MAPPER.createObjectNode();
    if (!answer.file().isEmpty()) {
      json.put("file", answer.file());
    }
    json.put("run", answer.run().run().name());
    verdict(json, answer.verdict());
    return json;
  }

  /** The only answer, or an array of several. */
  public static JsonNode answers(List<Answer> answers) {
    if (answers.size() == 1) {
      return answer(answers.get(0));
    }
    ArrayNode all = MAPPER.createArrayNode();
    answers.forEach(a -> all.add(answer(a)));
    return all;
  }

  /** An input that could not be read. */
  public static ObjectNode failure(String file, String reason) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("file", file);
    json.putNull("code");
    json.put("error", reason);
    return json;
  }

  /** A run in a list of runs. */
  public static ObjectNode summary(RunSnapshot run) {
    ObjectNode json = MAPPER.createObjectNode();
    StateEntry current = run.current();
    json.put("id", run.run().key().runId());
    json.put("name", run.run().name());
    json.put("orchestrator", run.run().orchestrator());
    json.put("namespace", run.run().namespace());
    putOrNull(json, "deployment", run.run().deployment());
    putOrNull(json, "work_pool", run.run().workPool());
    putOrNull(json, "work_queue", run.run().workQueue());
    json.put("state", current.state().wireName());
    putOrNull(json, "stage", stage(current.stage()));
    json.put("since", current.start().toString());
    json.put("attempt", run.attempt());
    if (run.verdict() instanceof Diagnosis d) {
      json.put("code", d.code());
      json.put("severity", lower(d.severity()));
      json.put("summary", d.summary());
    } else {
      json.putNull("code");
    }
    return json;
  }

  /** A whole run: states with durations, verdict, log tail. */
  public static ObjectNode run(RunSnapshot run) {
    ObjectNode json = summary(run);
    ObjectNode infrastructure = json.putObject("infrastructure");
    infrastructure.put("cluster", run.run().key().cluster());
    if (run.infrastructure() instanceof Infrastructure.OfPod at) {
      infrastructure.put("namespace", at.namespace());
      infrastructure.put("pod", at.podName());
      infrastructure.put("pod_uid", at.podUid());
      infrastructure.put("job", at.jobName());
      infrastructure.put("node", at.nodeName());
    } else if (run.infrastructure() instanceof Infrastructure.OfTask at) {
      infrastructure.put("task", at.taskArn());
      infrastructure.put("task_definition", at.definitionArn());
      infrastructure.put("launch_type", at.launchType());
      infrastructure.put("zone", at.zone());
      infrastructure.put("container_instance", at.containerInstanceArn());
    }
    ArrayNode states = json.putArray("states");
    for (StateEntry entry : run.states()) {
      states.add(state(entry, run.asOf()));
    }
    verdict(json.putObject("verdict"), run.verdict());
    logs(json, run.logs());
    return json;
  }

  /** The recovered logs under the key {@code logs}. */
  public static void logs(ObjectNode json, List<LogTail> tails) {
    ArrayNode logs = json.putArray("logs");
    for (LogTail tail : tails) {
      ObjectNode log = logs.addObject();
      log.put("container", tail.container());
      log.put("container_attempt", tail.index());
      log.put("truncated", tail.truncated());
      if (!tail.unavailable().isEmpty()) {
        log.put("unavailable", tail.unavailable());
      }
      ArrayNode lines = log.putArray("lines");
      for (LogTail.Line line : tail.lines()) {
        ObjectNode l = lines.addObject();
        putOrNull(l, "time", line.time() == null ? null : line.time().toString());
        l.put("text", line.text());
      }
    }
  }

  private static ObjectNode state(StateEntry entry, Instant asOf) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("state", entry.state().wireName());
    putOrNull(json, "stage", stage(entry.stage()));
    json.put("attempt", entry.attempt());
    json.put("message", entry.message());
    json.put("start", entry.start().toString());
    putOrNull(json, "end", entry.end() == null ? null : entry.end().toString());
    json.put("duration_seconds", entry.duration(asOf).toMillis() / 1000.0);
    return json;
  }

  private static void verdict(ObjectNode json, Verdict verdict) {
    if (verdict instanceof Diagnosis d) {
      diagnosis(json, d);
    } else if (verdict instanceof Undiagnosed u) {
      json.putNull("code");
      json.put("healthy", u.healthy());
      json.put("reason", u.reason());
      evidence(json, u.evidence());
    }
  }

  private static void diagnosis(ObjectNode json, Diagnosis d) {
    json.put("code", d.code());
    json.put("severity", lower(d.severity()));
    json.put("summary", d.summary());
    json.put("detail", d.detail());
    json.put("resolution", d.resolution());
    json.put("confidence", lower(d.confidence()));
    json.put("fault_domain", lower(d.faultDomain()));
    json.put("retryable", lower(d.retryable()));
    putOrNull(json, "container", d.container().isEmpty() ? null : d.container());
    ContainerRole role = d.containerRole();
    putOrNull(json, "container_role", role == null ? null : lower(role));
    json.put("attempt", d.attempt());
    evidence(json, d.evidence());
    ArrayNode contributing = json.putArray("contributing");
    for (Diagnosis.Contributing c : d.contributing()) {
      ObjectNode node = contributing.addObject();
      node.put("code", c.code());
      node.put("summary", c.summary());
      node.put("confidence", lower(c.confidence()));
      node.put("attempt", c.attempt());
    }
  }

  private static void evidence(ObjectNode json, List<Evidence> all) {
    ArrayNode evidence = json.putArray("evidence");
    for (Evidence e : all) {
      ObjectNode node = evidence.addObject();
      node.put("field", e.field());
      node.put("value", e.value());
      putOrNull(node, "time", e.time() == null ? null : e.time().toString());
    }
  }

  private static @Nullable String stage(@Nullable Stage stage) {
    return stage == null ? null : stage.wireName();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void putOrNull(ObjectNode json, String key, @Nullable String value) {
    if (value == null) {
      json.putNull(key);
    } else {
      json.put(key, value);
    }
  }
}
