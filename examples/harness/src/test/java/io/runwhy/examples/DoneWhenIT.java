package io.runwhy.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runwhy.examples.OtlpLines.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * All parts real: a Spark and a Flink program that know nothing of Runwhy are started with one
 * added option against an API server with a kubelet, their pods cannot get their image, the
 * packaged bridge says so, and a Collector has it in one trace with its submitter.
 */
@Execution(ExecutionMode.SAME_THREAD)
class DoneWhenIT {
  /** No registry listens there. */
  private static final String IMAGE = "127.0.0.1:1/nothing:1";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path directory;

  private static RealParts parts;

  @BeforeAll
  static void start() throws IOException {
    parts = new RealParts(directory);
  }

  @AfterAll
  static void stop() {
    if (parts != null) {
      parts.close();
    }
  }

  @Test
  void thePodOfASparkProgramHasItsTroubleInTheTraceOfSparkSubmit() throws Exception {
    List<String> arguments = new ArrayList<>(Subjects.SPARK.programs().get(0).options());
    arguments.add(RealParts.option()); // the one added option
    arguments.addAll(
        List.of(
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            "k8s://" + parts.cluster().url(),
            "--deploy-mode",
            "cluster",
            "--name",
            "pi",
            "--class",
            "org.apache.spark.examples.SparkPi",
            "--conf",
            "spark.kubernetes.namespace=" + parts.cluster().namespace(),
            "--conf",
            "spark.kubernetes.container.image=" + IMAGE,
            "--conf",
            "spark.kubernetes.driver.request.cores=100m",
            "--conf",
            "spark.kubernetes.submission.waitAppCompletion=false",
            "local:///opt/spark/examples/jars/spark-examples.jar"));

    assertThat(parts.run("spark", Map.of(), arguments)).as(parts.log("spark")).isZero();

    Item submit = submitted("spark", "submit pod");
    assertThat(submit.attribute("k8s.pod.name")).startsWith("pi-").endsWith("-driver");
    theTroubleIsInTheTraceOf(submit);
  }

  @Test
  void thePodsOfAFlinkProgramHaveTheirTroubleInTheTraceOfWhoAskedForThem() throws Exception {
    // the one added option, as a variable
    Map<String, String> option = Map.of("JAVA_TOOL_OPTIONS", RealParts.option());
    for (String main :
        List.of(
            "org.apache.flink.kubernetes.cli.KubernetesSessionCli",
            "io.runwhy.examples.StartTaskManager")) {
      List<String> arguments =
          List.of(
              main,
              "-Dkubernetes.cluster-id=session",
              "-Dkubernetes.namespace=" + parts.cluster().namespace(),
              "-Dkubernetes.container.image.ref=" + IMAGE,
              "-Dkubernetes.jobmanager.cpu.amount=0.1",
              "-Dkubernetes.taskmanager.cpu.amount=0.1");
      assertThat(parts.run("flink", option, arguments)).as(parts.log("flink")).isZero();
    }

    Item taskManager = submitted("flink", "submit pod");
    // the JobManager's pod is made by a controller, of the template that the program created
    Item jobManager = submitted("flink", "submit deployment");
    assertThat(jobManager.traceId()).isNotEqualTo(taskManager.traceId());
    theTroubleIsInTheTraceOf(taskManager, jobManager);
  }

  /** The span of a submission; its run's events are in its trace. */
  private static Item submitted(String service, String name) throws IOException {
    until(() -> parts.otlp().spans().stream().anyMatch(is(service, name)));
    return parts.otlp().spans().stream().filter(is(service, name)).findFirst().orElseThrow();
  }

  private static Predicate<Item> is(String service, String name) {
    return s -> s.service().equals(service) && s.name().equals(name);
  }

  private static void theTroubleIsInTheTraceOf(Item... submissions) throws IOException {
    for (Item submit : submissions) {
      until(() -> diagnoses(submit).findAny().isPresent());
      assertThat(diagnoses(submit).findFirst().orElseThrow().body()).contains(IMAGE);
    }
    // the runs end: their spans are told, and hang on the spans of the submissions
    parts.cluster().deleteAll("/apis/apps/v1/namespaces/{namespace}/deployments");
    parts.cluster().deleteAll("/api/v1/namespaces/{namespace}/pods");
    for (Item submit : submissions) {
      until(() -> root(submit).findAny().isPresent());
      String run = root(submit).findFirst().orElseThrow().attribute("runwhy.run.id");
      assertThat(run).isNotEmpty();
      assertThat(root(submit)).extracting(Item::parentSpanId).containsOnly(submit.spanId());
      assertThat(ofTheBridge(parts.otlp().spans(), submit))
          .hasSizeGreaterThan(1)
          .allSatisfy(s -> assertThat(s.attribute("runwhy.run.id")).isEqualTo(run));
      assertThat(ofTheBridge(parts.otlp().events(), submit))
          .isNotEmpty()
          .allSatisfy(e -> assertThat(e.attribute("runwhy.run.id")).isEqualTo(run));
      if (!submit.name().equals("submit deployment")) { // which is no run, its pods are
        assertThat(inTrace(parts.otlp().events(), submit))
            .filteredOn(e -> e.spanId().equals(submit.spanId()))
            .extracting(Item::name)
            .contains("runwhy.run.state", "runwhy.process");
        assertThat(inTrace(parts.otlp().events(), submit))
            .filteredOn(e -> e.spanId().equals(submit.spanId()))
            .allSatisfy(e -> assertThat(e.attribute("runwhy.run.id")).isEqualTo(run));
      }
    }
  }

  /** Waits; what the bridge and the Collector said is shown where that is in vain. */
  private static void until(Callable<Boolean> condition) throws IOException {
    try {
      await().atMost(LIMIT).until(condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          parts.log("bridge") + parts.log("collector") + parts.otlp().names(), e);
    }
  }

  private static Stream<Item> diagnoses(Item submit) {
    return ofTheBridge(parts.otlp().events(), submit)
        .filter(e -> e.name().equals("runwhy.run.diagnosis"))
        .filter(e -> e.attribute("runwhy.diagnosis.code").equals("Image.RegistryUnreachable"));
  }

  private static Stream<Item> root(Item submit) {
    return ofTheBridge(parts.otlp().spans(), submit)
        .filter(s -> s.json().path("events").size() > 0);
  }

  private static Stream<Item> ofTheBridge(List<Item> items, Item submit) {
    return inTrace(items, submit).filter(i -> i.service().equals("runwhy-bridge"));
  }

  private static Stream<Item> inTrace(List<Item> items, Item submit) {
    return items.stream().filter(i -> i.traceId().equals(submit.traceId()));
  }
}
