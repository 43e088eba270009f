package io.runwhy.examples;

import io.opentelemetry.proto.trace.v1.Span;
import io.runwhy.bridge.config.EmitConfig;
import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.diagnosis.Diagnoser;
import io.runwhy.bridge.emit.Emitter;
import io.runwhy.bridge.health.BridgeStats;
import io.runwhy.bridge.model.EvidenceRequest;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunCounts;
import io.runwhy.bridge.source.NoRunException;
import io.runwhy.bridge.source.ecs.EcsObjects;
import io.runwhy.bridge.source.ecs.EcsPresets;
import io.runwhy.bridge.source.kubernetes.KubernetesObjects;
import io.runwhy.bridge.source.kubernetes.KubernetesPresets;
import io.runwhy.bridge.timeline.RunTimeline;
import io.runwhy.extension.testing.OtlpReceiver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the bridge tells of an object that a program created and that came to a bad end: the
 * bridge's own presets, timeline, diagnosis and emit, exported over OTLP.
 *
 * @param runId whose run the bridge takes it for
 */
record BridgeView(String runId, List<Span> spans) {
  /** The run's span: all states are its events. */
  Span root() {
    return spans.stream().filter(s -> s.getEventsCount() > 0).findFirst().orElseThrow();
  }

  static BridgeView of(ObjectNode created) throws NoRunException {
    List<Observation.OfRun> observations = new ArrayList<>();
    if (created.has("taskArn")) {
      ObjectNode documents = Json.object("{failures: []}");
      documents.putArray("tasks").add(Endings.task(created));
      observations.addAll(new EcsObjects(EcsPresets.standard()).runs(documents).get(0));
    } else {
      KubernetesObjects objects = new KubernetesObjects(KubernetesPresets.standard(), "test");
      for (JsonNode object : Endings.podAndOwner(created)) {
        observations.add(objects.observe(object, Json.text(object, "/kind")));
      }
    }
    return of(observations);
  }

  private static BridgeView of(List<Observation.OfRun> observations) {
    try (OtlpReceiver receiver = new OtlpReceiver()) {
      BridgeStats stats = new BridgeStats();
      Diagnoser diagnoser = Diagnoser.standard();
      Instant now = Endings.END.plusSeconds(1);
      RunTimeline timeline =
          new RunTimeline(
              TimelineConfig.DEFAULT,
              diagnoser::diagnose,
              diagnoser::mains,
              abnormal -> false,
              stats,
              Endings.START);
      EmitConfig config =
          new EmitConfig(receiver.url(), 1_000, 100, Duration.ofMinutes(1), Map.of());
      try (Emitter emitter =
          new Emitter(
              config,
              () -> new RunCounts(List.of()),
              code -> null,
              stats,
              InstantSource.system())) {
        emitter.start();
        Deque<EvidenceRequest> asked = new ArrayDeque<>();
        for (Observation observation : observations) {
          take(timeline.observe(observation, now), emitter, asked);
        }
        for (int second = 0; second < TimeUnit.MINUTES.toSeconds(3); second++) {
          now = now.plusSeconds(1);
          take(timeline.tick(now), emitter, asked);
          for (EvidenceRequest request = asked.poll(); request != null; request = asked.poll()) {
            take(
                timeline.observe(new Observation.EvidenceAnswered(request.key(), request), now),
                emitter,
                asked);
          }
        }
      }
      return new BridgeView(observations.get(0).key().runId(), List.copyOf(receiver.spans));
    }
  }

  private static void take(RunTimeline.Step step, Emitter emitter, Deque<EvidenceRequest> asked) {
    emitter.accept(step.changes());
    asked.addAll(step.requests());
  }
}
