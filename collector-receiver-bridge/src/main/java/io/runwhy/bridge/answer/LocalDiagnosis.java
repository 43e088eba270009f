package io.runwhy.bridge.answer;

import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.diagnosis.Diagnoser;
import io.runwhy.bridge.logs.TailBuilder;
import io.runwhy.bridge.model.ContainerStatus;
import io.runwhy.bridge.model.LogTail;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.PodHistory;
import io.runwhy.bridge.model.RunHistory;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.source.kubernetes.KubernetesObjects;
import io.runwhy.bridge.source.kubernetes.Presets;
import io.runwhy.bridge.timeline.HistoryFold;
import io.runwhy.bridge.timeline.Snapshots;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Diagnoses objects that somebody brings along, without a cluster. */
public final class LocalDiagnosis {
  private final KubernetesObjects objects = new KubernetesObjects(Presets.standard(), "");
  private final Diagnoser diagnoser = Diagnoser.standard();
  private final Snapshots snapshots = new Snapshots(diagnoser::diagnose, diagnoser::mains);
  private final TailBuilder tails = new TailBuilder(LogsConfig.DEFAULT);

  /**
   * Answers for the objects of one run.
   *
   * @param logs by container name, the text of its log
   * @throws KubernetesObjects.NoRunException when there is neither a pod nor a Job
   */
  public Answer diagnose(String file, JsonNode root, Map<String, byte[]> logs, Instant now)
      throws KubernetesObjects.NoRunException {
    List<Observation.OfRun> observations = objects.observations(root);
    HistoryFold fold = new HistoryFold(identity(observations.get(0)));
    observations.forEach(fold::add);
    RunHistory seen = fold.history(now);
    logs.forEach(
        (container, text) ->
            fold.add(new Observation.LogRead(seen.run().key(), tail(seen, container, text))));
    return new Answer(file, snapshots.of(fold.history(now), now));
  }

  private static RunIdentity identity(Observation.OfRun observation) {
    if (observation instanceof Observation.PodSeen pod) {
      return pod.run();
    }
    return observation instanceof Observation.JobSeen job
        ? job.run()
        : ((Observation.CronJobSeen) observation).run();
  }

  /** The log belongs to the newest pod that has the container, to its newest attempt. */
  private LogTail tail(RunHistory history, String container, byte[] text) {
    String uid = "";
    int index = 0;
    for (PodHistory pod : history.pods()) {
      ContainerStatus status = pod.pod().status(container).orElse(null);
      if (status != null || pod.pod().spec().container(container).isPresent()) {
        uid = pod.pod().uid();
        index = status == null ? 0 : status.restartCount();
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
