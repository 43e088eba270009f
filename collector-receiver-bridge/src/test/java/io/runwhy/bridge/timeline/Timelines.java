package io.runwhy.bridge.timeline;

import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.diagnosis.Diagnoser;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunChange;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.bridge.model.StateEntry;
import io.runwhy.bridge.source.kubernetes.KubernetesObjects;
import io.runwhy.bridge.source.kubernetes.KubernetesPresets;
import io.runwhy.bridge.testing.Yaml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A timeline with a clock of its own, told in sentences. */
final class Timelines {
  static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  final BridgeStats stats = new BridgeStats();
  final RunTimeline timeline;
  final List<RunChange> changes = new ArrayList<>();
  final List<EvidenceRequest> requests = new ArrayList<>();
  private final KubernetesObjects objects =
      new KubernetesObjects(KubernetesPresets.standard(), "c");
  private Instant now = START;

  Timelines() {
    this(TimelineConfig.DEFAULT);
  }

  Timelines(TimelineConfig config) {
    Diagnoser diagnoser = Diagnoser.standard();
    timeline =
        new RunTimeline(
            config, diagnoser::diagnose, diagnoser::mains, abnormal -> abnormal, stats, START);
  }

  Timelines at(int seconds) {
    Instant then = START.plusSeconds(seconds);
    while (now.plusSeconds(1).isBefore(then)) {
      now = now.plusSeconds(1);
      take(timeline.tick(now));
    }
    now = then;
    take(timeline.tick(now));
    return this;
  }

  Timelines see(String yaml) {
    var object = Yaml.object(yaml);
    Observation.OfRun observation = objects.observe(object, object.path("kind").asString(""));
    take(timeline.observe(observation, now));
    return this;
  }

  Timelines gone(String yaml) {
    var seen = (Observation.PodSeen) objects.observe(Yaml.object(yaml), "Pod");
    take(timeline.observe(new Observation.PodGone(seen.run(), seen.pod(), false), now));
    return this;
  }

  /** Answers every open request with nothing. */
  Timelines answered() {
    for (EvidenceRequest request : List.copyOf(requests)) {
      requests.remove(request);
      take(timeline.observe(new Observation.EvidenceAnswered(request.key(), request), now));
    }
    return this;
  }

  Timelines observe(Observation observation) {
    take(timeline.observe(observation, now));
    return this;
  }

  /** States told so far: {@code 5s Running run 1}. */
  List<String> told() {
    List<String> told = new ArrayList<>();
    for (RunChange change : changes) {
      if (change instanceof RunChange.StateChanged c) {
        told.add(text(c.entry()));
      } else if (change instanceof RunChange.Diagnosed c) {
        told.add(
            c.diagnosis() == null
                ? "cleared " + c.previousCode()
                : c.diagnosis().code() + " " + c.diagnosis().severity());
      } else if (change instanceof RunChange.RunEnded) {
        told.add("ended");
      }
    }
    return told;
  }

  List<String> stages() {
    List<String> stages = new ArrayList<>();
    for (RunChange change : changes) {
      if (change instanceof RunChange.StageEnded c) {
        stages.add(c.entry().stage().wireName() + " " + c.entry().duration(now).toSeconds() + "s");
      }
    }
    return stages;
  }

  static RunKey key(String uid) {
    return new RunKey("c", uid);
  }

  private static String text(StateEntry e) {
    String stage = e.stage() == null ? "" : " " + e.stage().wireName();
    return String.format(
        Locale.ROOT,
        "%ds %s%s %d",
        Duration.between(START, e.start()).toSeconds(),
        e.state().wireName(),
        stage,
        e.attempt());
  }

  private void take(RunTimeline.Step step) {
    changes.addAll(step.changes());
    requests.addAll(step.requests());
  }
}
