package io.runwhy.bridge.answer;

import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.diagnosis.Diagnoser;
import io.runwhy.bridge.logs.TailBuilder;
import io.runwhy.bridge.model.ContainerStatus;
import io.runwhy.bridge.model.EcsHistory;
import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.PodHistory;
import io.runwhy.bridge.model.RunHistory;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.TaskHistory;
import io.runwhy.bridge.source.NoRunException;
import io.runwhy.bridge.source.ecs.EcsObjects;
import io.runwhy.bridge.source.ecs.EcsPresets;
import io.runwhy.bridge.source.kubernetes.KubernetesObjects;
import io.runwhy.bridge.source.kubernetes.KubernetesPresets;
import io.runwhy.bridge.timeline.HistoryFold;
import io.runwhy.bridge.timeline.Snapshots;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Diagnoses objects that somebody brings along, without a cluster or an account. */
public final class LocalDiagnosis {
  /** As the API server writes times. */
  private static final Pattern TIME =
      Pattern.compile(
          "[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?Z");

  private final KubernetesObjects objects = new KubernetesObjects(KubernetesPresets.standard(), "");
  private final EcsObjects tasks = new EcsObjects(EcsPresets.standard());
  private final Diagnoser diagnoser = Diagnoser.standard();
  private final Snapshots snapshots = new Snapshots(diagnoser::diagnose, diagnoser::mains);
  private final TailBuilder tails = new TailBuilder(LogsConfig.DEFAULT);

  /**
   * Answers for the objects of one run on Kubernetes, or for each run among documents of AWS.
   *
   * @param logs by container name, the text of its log
   * @throws NoRunException when there is no pod, Job, task or refused start
   */
  public List<Answer> diagnose(String file, JsonNode root, Map<String, byte[]> logs, Instant now)
      throws NoRunException {
    if (!tasks.isOfAws(root)) {
      return List.of(diagnose(file, objects.observations(root), logs, seenUntil(root, now), now));
    }
    List<Answer> answers = new ArrayList<>();
    for (List<Observation.OfRun> run : tasks.runs(root)) {
      Instant asked = TaskTimes.asked(run, now);
      answers.add(diagnose(file, run, logs, TaskTimes.newest(run, asked), asked));
    }
    return answers;
  }

  private Answer diagnose(
      String file,
      List<Observation.OfRun> observations,
      Map<String, byte[]> logs,
      Instant seenUntil,
      Instant now) {
    HistoryFold fold = HistoryFold.of(identity(observations.get(0)), observations.get(0));
    observations.forEach(fold::add);
    RunHistory seen = fold.history(now);
    logs.forEach(
        (container, text) ->
            fold.add(new Observation.LogRead(seen.run().key(), tail(seen, container, text))));
    return new Answer(file, snapshots.of(fold.history(now, seenUntil), now));
  }

  /**
   * Answers for each run among the objects of a namespace, for example.
   *
   * @throws NoRunException when there is neither a pod nor a Job
   */
  public List<Answer> diagnoseEach(String file, JsonNode root, Instant now) throws NoRunException {
    List<Answer> answers = new ArrayList<>();
    for (JsonNode run : objects.split(root)) {
      answers.addAll(diagnose(file, run, Map.of(), now));
    }
    return answers.isEmpty() ? diagnose(file, root, Map.of(), now) : answers;
  }

  /** The newest time that the objects name: nobody knows what became of them since. */
  private static Instant seenUntil(JsonNode root, Instant now) {
    Instant newest = newest(root, Instant.EPOCH);
    return newest.isAfter(Instant.EPOCH) && newest.isBefore(now) ? newest : now;
  }

  private static Instant newest(JsonNode node, Instant known) {
    Instant newest = known;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      boolean past = !field.getKey().equals("deletionTimestamp");
      Instant time = past && field.getValue().isString() ? time(field.getValue().asString()) : null;
      newest = time != null && time.isAfter(newest) ? time : newest;
      newest = newest(field.getValue(), newest);
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        newest = newest(element, newest);
      }
    }
    return newest;
  }

  private static @Nullable Instant time(String text) {
    try {
      return TIME.matcher(text).matches() ? Instant.parse(text) : null;
    } catch (DateTimeParseException noSuchDay) {
      return null;
    }
  }

  private static RunIdentity identity(Observation.OfRun observation) {
    if (observation instanceof Observation.PodSeen pod) {
      return pod.run();
    }
    if (observation instanceof Observation.PodGone gone) {
      return gone.run();
    }
    if (observation instanceof Observation.TaskSeen task) {
      return task.run();
    }
    if (observation instanceof Observation.SubmitRefused refused) {
      return refused.run();
    }
    return observation instanceof Observation.JobSeen job
        ? job.run()
        : ((Observation.CronJobSeen) observation).run();
  }

  /** The log belongs to the newest pod that has the container, to its newest attempt. */
  private LogTail tail(RunHistory history, String container, byte[] text) {
    String uid = "";
    int index = 0;
    if (history instanceof KubernetesHistory kubernetes) {
      for (PodHistory pod : kubernetes.pods()) {
        ContainerStatus status = pod.pod().status(container).orElse(null);
        if (status != null || pod.pod().spec().container(container).isPresent()) {
          uid = pod.pod().uid();
          index = status == null ? 0 : status.restartCount();
        }
      }
    } else if (history instanceof EcsHistory ecs) {
      for (TaskHistory task : ecs.tasks()) {
        uid = task.task().container(container).isPresent() ? task.task().arn() : uid;
      }
    }
    try {
      TailBuilder.Tail tail = tails.read(new ByteArrayInputStream(text), false);
      return new LogTail(uid, container, index, "", tail.lines(), tail.truncated(), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
