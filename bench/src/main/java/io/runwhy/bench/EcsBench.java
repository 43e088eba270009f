package io.runwhy.bench;

import io.runwhy.bridge.emit.Emitter;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.source.NoRunException;
import io.runwhy.bridge.source.ecs.EcsObjects;
import io.runwhy.bridge.source.ecs.EcsPresets;
import io.runwhy.bridge.timeline.HistoryFold;
import io.runwhy.bridge.timeline.RunTimeline;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/** Heap of a tracked ECS task and events per second on one thread. */
final class EcsBench {
  private static final int TASKS = 10_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final EcsObjects OBJECTS = new EcsObjects(EcsPresets.standard());
  private static final Instant NOW = Instant.parse("2026-11-01T10:10:00Z");

  private EcsBench() {}

  static void run() {
    System.out.printf(
        Locale.ROOT, "%d tasks, events of %d bytes of JSON%n", TASKS, event(1, false).length);
    long before = Bench.used();
    RunTimeline live = Bench.timeline();
    for (int i = 0; i < TASKS; i++) {
      observe(event(i, false)).forEach(o -> live.observe(o, NOW));
    }
    System.out.printf(
        Locale.ROOT,
        "%-34s %,8d bytes of heap a task%n",
        "bridge, timeline of live tasks",
        (Bench.used() - before) / TASKS);
    if (live.liveRuns() != TASKS) {
      throw new IllegalStateException("runs: " + live.liveRuns());
    }
    Bench.rate("ECS event: decode", i -> observe(event(i, false)));
    RunTimeline timeline = Bench.timeline();
    Bench.rate("ECS event: decode, fold, diagnose", i -> change(timeline, i));
    try (Emitter emitter = Bench.emitter()) {
      RunTimeline told = Bench.timeline();
      Bench.rate(
          "ECS event: all that and encode",
          i -> {
            RunTimeline.Step step = change(told, i);
            emitter.accept(step.changes());
            return step;
          });
    }
    diagnoses();
  }

  private static RunTimeline.Step change(RunTimeline timeline, int i) {
    RunTimeline.Step last = RunTimeline.Step.NOTHING;
    for (Observation.OfRun o : observe(event(i, i % 10 == 0))) {
      last = timeline.observe(o, NOW);
    }
    return last;
  }

  private static void diagnoses() {
    HistoryFold fold = null;
    for (int i = 0; i < 20; i++) {
      for (Observation.OfRun o : observe(event(i, true, "one-run-0123456789"))) {
        fold = fold == null ? HistoryFold.of(((Observation.TaskSeen) o).run(), o) : fold;
        fold.add(o);
      }
    }
    Bench.diagnoses("20 tasks", java.util.Objects.requireNonNull(fold).history(NOW));
  }

  private static List<Observation.OfRun> observe(byte[] json) {
    try {
      return OBJECTS.runs(JSON.readTree(json)).get(0);
    } catch (NoRunException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] event(int i, boolean failed) {
    return event(i, failed, "run-0123456789-" + i);
  }

  /** A task state change as EventBridge sends it, about 2.5 KB. */
  private static byte[] event(int i, boolean failed, String startedBy) {
    String id = String.format(Locale.ROOT, "4f1c2d7e9a8b4c6f8d2e1a3b%08x", i);
    String arn = "arn:aws:ecs:eu-west-1:111122223333:task/batch/" + id;
    String env = "{\"name\": \"SETTING\", \"value\": \"" + "v".repeat(400) + "\"}";
    String end =
        failed
            ? ", \"exitCode\": 137, \"reason\": \"OutOfMemoryError: Container killed due to memory usage\""
            : "";
    String times =
        "\"createdAt\": \"2026-11-01T10:00:00.123Z\", \"pullStartedAt\": \"2026-11-01T10:00:20.5Z\", \"pullStoppedAt\": \"2026-11-01T10:00:50.5Z\", \"startedAt\": \"2026-11-01T10:00:55.5Z\""
            + (failed
                ? ", \"executionStoppedAt\": \"2026-11-01T10:05:00Z\", \"stoppingAt\": \"2026-11-01T10:05:01Z\", \"stoppedAt\": \"2026-11-01T10:05:30Z\", \"stopCode\": \"EssentialContainerExited\", \"stoppedReason\": \"Essential container in task exited\""
                : "");
    return ("{\"version\": \"0\", \"id\": \"e-"
            + i
            + "\", \"detail-type\": \"ECS Task State Change\", \"source\": \"aws.ecs\", \"account\": \"111122223333\", \"time\": \"2026-11-01T10:05:31Z\", \"region\": \"eu-west-1\", \"resources\": [\""
            + arn
            + "\"], \"detail\": {\"attachments\": [{\"id\": \"a\", \"type\": \"eni\", \"status\": \"ATTACHED\", \"details\": [{\"name\": \"subnetId\", \"value\": \"subnet-0a1b2c3d\"}, {\"name\": \"networkInterfaceId\", \"value\": \"eni-"
            + id
            + "\"}, {\"name\": \"privateIPv4Address\", \"value\": \"10.0.1.2\"}]}], \"attributes\": [{\"name\": \"ecs.cpu-architecture\", \"value\": \"x86_64\"}], \"availabilityZone\": \"eu-west-1a\", \"clusterArn\": \"arn:aws:ecs:eu-west-1:111122223333:cluster/batch\", \"connectivity\": \"CONNECTED\", \"connectivityAt\": \"2026-11-01T10:00:10Z\", \"containers\": [{\"containerArn\": \"arn:aws:ecs:eu-west-1:111122223333:container/batch/"
            + id
            + "/c\", \"lastStatus\": \""
            + (failed ? "STOPPED" : "RUNNING")
            + "\", \"name\": \"train\", \"image\": \"111122223333.dkr.ecr.eu-west-1.amazonaws.com/ml/train:1.9\", \"imageDigest\": \"sha256:9c953d056c296e5327b2743aa78cdf2c50131c02801a4531601bfe5719fcd549\", \"runtimeId\": \""
            + id
            + "-0123456789\", \"taskArn\": \""
            + arn
            + "\", \"cpu\": \"0\""
            + end
            + "}], \"cpu\": \"1024\", \"memory\": \"2048\", \"desiredStatus\": \""
            + (failed ? "STOPPED" : "RUNNING")
            + "\", \"enableExecuteCommand\": false, \"ephemeralStorage\": {\"sizeInGiB\": 20}, \"group\": \"family:train\", \"launchType\": \"FARGATE\", \"lastStatus\": \""
            + (failed ? "STOPPED" : "RUNNING")
            + "\", \"overrides\": {\"containerOverrides\": [{\"name\": \"train\", \"environment\": ["
            + env
            + "]}]}, \"platformVersion\": \"1.4.0\", \"startedBy\": \""
            + startedBy
            + "\", \"taskArn\": \""
            + arn
            + "\", \"taskDefinitionArn\": \"arn:aws:ecs:eu-west-1:111122223333:task-definition/train:7\", \"version\": "
            + (failed ? 6 : 4)
            + ", "
            + times
            + "}}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
