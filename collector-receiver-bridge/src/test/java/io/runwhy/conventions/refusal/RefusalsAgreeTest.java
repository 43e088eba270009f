package io.runwhy.conventions.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.diagnosis.Diagnoser;
import io.runwhy.bridge.model.ContainerSpec;
import io.runwhy.bridge.model.Diagnosis;
import io.runwhy.bridge.model.Job;
import io.runwhy.bridge.model.KubernetesEvent;
import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.SubmitFailure;
import io.runwhy.bridge.source.NoRunException;
import io.runwhy.bridge.source.ecs.EcsObjects;
import io.runwhy.bridge.source.ecs.EcsPresets;
import io.runwhy.bridge.source.kubernetes.KubernetesObjects;
import io.runwhy.bridge.source.kubernetes.KubernetesPresets;
import io.runwhy.bridge.testing.Yaml;
import io.runwhy.bridge.timeline.HistoryFold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A submitter and the bridge give the same answer to the same words: for each refusal that a file
 * of the bridge's tests holds, code, summary and resolution are equal byte for byte.
 */
class RefusalsAgreeTest {
  private static final Path ROOT = Path.of("src/test/resources");

  @Test
  void refusedStartsOfTasks() throws Exception {
    EcsObjects objects = new EcsObjects(EcsPresets.standard());
    int compared = 0;
    for (Path file : files()) {
      JsonNode root = Yaml.file(file);
      if (!objects.isOfAws(root)) {
        continue;
      }
      for (List<Observation.OfRun> run : objects.runs(root)) {
        for (Observation.OfRun observation : run) {
          if (observation instanceof Observation.SubmitRefused refused) {
            assertSame(file, diagnosis(List.of(refused)), told(refused));
            compared++;
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(REFUSED_STARTS);
  }

  @Test
  void refusedPodsOfJobs() throws Exception {
    KubernetesObjects objects = new KubernetesObjects(KubernetesPresets.standard(), "");
    int compared = 0;
    for (Path file : files()) {
      if (!Files.readString(file).contains("FailedCreate")) {
        continue;
      }
      List<Observation.OfRun> run;
      try {
        run = objects.observations(Yaml.file(file));
      } catch (NoRunException | RuntimeException notOfKubernetes) {
        continue;
      }
      Job job = job(run);
      List<KubernetesEvent> refusals = refusals(run);
      Diagnosis d = job == null ? null : diagnosis(run);
      if (d == null || !d.code().startsWith("PodCreate.") || refusals.isEmpty()) {
        continue;
      }
      if (d.code().equals("PodCreate.NamespaceTerminating")) {
        continue; // The namespace says so itself; there may be no event.
      }
      assertThat(refusals.stream().map(e -> told(job, e)))
          .as(file.toString())
          .anySatisfy(v -> assertSame(file, d, v));
      for (KubernetesEvent event : refusals) {
        assertThat(
                Refusals.kubernetes(
                        "Job", job.namespace(), job.name(), 403, "Forbidden", event.message())
                    .code())
            .isEqualTo(told(job, event).code());
      }
      compared++;
    }
    assertThat(compared).isGreaterThan(REFUSED_PODS);
  }

  private static void assertSame(Path file, Diagnosis expected, Verdict told) {
    assertThat(told.code()).as(file.toString()).isEqualTo(expected.code());
    assertThat(told.summary()).as(file.toString()).isEqualTo(expected.summary());
    assertThat(told.resolution()).as(file.toString()).isEqualTo(expected.resolution());
    assertThat(told.retryable()).isEqualToIgnoringCase(expected.retryable().name());
    assertThat(told.faultDomain()).isEqualToIgnoringCase(expected.faultDomain().name());
    assertThat(told.confidence()).isEqualToIgnoringCase(expected.confidence().name());
  }

  private static Diagnosis diagnosis(List<? extends Observation.OfRun> run) {
    Observation.OfRun first = run.get(0);
    HistoryFold fold =
        HistoryFold.of(
            first instanceof Observation.SubmitRefused refused
                ? refused.run()
                : first instanceof Observation.JobSeen seen
                    ? seen.run()
                    : first instanceof Observation.PodSeen pod
                        ? pod.run()
                        : ((Observation.PodGone) first).run(),
            first);
    run.forEach(fold::add);
    return Diagnoser.standard().diagnose(fold.history(Instant.parse("2027-01-01T00:00:00Z")))
            instanceof Diagnosis d
        ? d
        : null;
  }

  private static Verdict told(Observation.SubmitRefused refused) {
    SubmitFailure failure = refused.failure();
    Map<String, String> asked = new HashMap<>();
    asked.put(
        "cluster", failure.cluster().isEmpty() ? refused.run().namespace() : failure.cluster());
    asked.put("region", failure.region());
    asked.put("task_definition", failure.taskDefinition());
    asked.put("launch_type", failure.launchType());
    asked.put("capacity_provider", failure.capacityProvider());
    asked.put("platform_version", failure.platformVersion());
    asked.put("caller", failure.caller());
    asked.put("subnets", String.join(",", failure.subnets()));
    asked.put("security_groups", String.join(",", failure.securityGroups()));
    List<Map<String, String>> failures = new ArrayList<>();
    failure
        .failures()
        .forEach(
            f -> failures.add(Map.of("arn", f.arn(), "reason", f.reason(), "detail", f.detail())));
    return failure.exception().isEmpty() && !failures.isEmpty()
        ? Refusals.ecsFailures(failure.operation(), failures, asked)
        : Refusals.ecs(failure.operation(), failure.exception(), failure.message(), asked);
  }

  /** As the bridge tells of a Job's pod, which no submitter sees. */
  private static Verdict told(Job job, KubernetesEvent event) {
    Refusal refusal = PodRefusal.of(Refusals.safe(event.message()));
    job.template().containers().stream()
        .filter(c -> c.kind() == ContainerSpec.Kind.APP)
        .findFirst()
        .ifPresent(c -> refusal.value("first_container", c.name()));
    return Words.verdict(
        refusal
            .value("service_account", job.template().serviceAccountName())
            .value("job", job.name())
            .value("namespace", job.namespace()),
        false);
  }

  private static Job job(List<Observation.OfRun> run) {
    return run.stream()
        .filter(Observation.JobSeen.class::isInstance)
        .map(o -> ((Observation.JobSeen) o).job())
        .findFirst()
        .orElse(null);
  }

  private static List<KubernetesEvent> refusals(List<Observation.OfRun> run) {
    List<KubernetesEvent> events = new ArrayList<>();
    for (Observation.OfRun observation : run) {
      if (observation instanceof Observation.EventsRead read) {
        read.events().stream().filter(e -> e.is("FailedCreate")).forEach(events::add);
      }
    }
    return events;
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("recorded", "cases", "field")) {
      try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
        all.filter(f -> f.toString().matches(".*\\.(json|yaml)"))
            .filter(f -> !f.toString().endsWith(".expected.json"))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  /** Refusals that the files hold at least, so that the comparison is not empty. */
  private static final int REFUSED_STARTS = 100;

  private static final int REFUSED_PODS = 50;
}
