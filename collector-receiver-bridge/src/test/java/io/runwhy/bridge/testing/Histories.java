package io.runwhy.bridge.testing;

import io.runwhy.bridge.model.KubernetesHistory;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.source.NoRunException;
import io.runwhy.bridge.source.kubernetes.KubernetesObjects;
import io.runwhy.bridge.source.kubernetes.KubernetesPresets;
import io.runwhy.bridge.timeline.HistoryFold;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Histories for tests of rules. */
public final class Histories {
  private Histories() {}

  /**
   * The history of one of the case files at a time.
   *
   * @param name below {@code cases}, without its ending
   */
  public static KubernetesHistory ofCase(String name, Instant now) {
    Path file = Path.of("src/test/resources/cases", name + ".json");
    try {
      List<Observation.OfRun> observations =
          new KubernetesObjects(KubernetesPresets.standard(), "").observations(Yaml.file(file));
      HistoryFold fold =
          HistoryFold.of(
              observations.get(0) instanceof Observation.JobSeen job
                  ? job.run()
                  : ((Observation.PodSeen) observations.get(0)).run(),
              observations.get(0));
      observations.forEach(fold::add);
      return (KubernetesHistory) fold.history(now);
    } catch (NoRunException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
