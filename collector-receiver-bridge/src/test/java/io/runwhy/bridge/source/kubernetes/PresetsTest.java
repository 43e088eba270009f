package io.runwhy.bridge.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.source.Presets;
import io.runwhy.bridge.testing.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "prefect | labels: {prefect.io/flow-run-id: f1, prefect.io/flow-run-name: red, prefect.io/deployment-name: d} | prefect-job | f1 | red | d",
        "airflow | labels: {dag_id: d, task_id: t, run_id: r, map_index: '2'} | base | ns/d/t/r/2 | t | d",
        "airflow | labels: {dag_id: d, task_id: t, run_id: r} | base | ns/d/t/r | t | d",
        "argo | labels: {workflows.argoproj.io/workflow: w} | main | ns/w/pod-1 | pod-1 | ",
        "spark | labels: {spark-app-selector: s1, spark-app-name: app} | spark-kubernetes-driver | s1 | app | app",
        "spark | labels: {spark-app-selector: s1, spark-exec-id: '3', spark-app-name: app} | spark-kubernetes-executor | s1/3 | app | app",
        "tekton | labels: {tekton.dev/taskRun: tr, tekton.dev/task: build} | step-make | ns/tr | tr | build",
        "kestra | labels: {kestra.io/taskrun-id: k1, kestra.io/task-id: t, kestra.io/flow-id: f} | x | k1 | t | f",
        "dagster | labels: {dagster/run-id: r1, dagster/job: j} | dagster | r1 | j | j",
        "flyte | labels: {project: p, domain: d, execution-id: e, node-id: n0, workflow-name: w} | x | p/d/e/n0 | n0 | w",
        "job | labels: {execution-id: e} | x | pod-uid | pod-1 | pod-1",
        "flink | labels: {type: flink-native-kubernetes, component: jobmanager, app: a} | flink-main-container | ns/a/jobmanager/flink-native-kubernetes | a | a",
        "job | labels: {type: web, component: api, app: a} | x | pod-uid | pod-1 | pod-1",
        "runwhy | labels: {runwhy.io/run-id: r9, runwhy.io/run-name: nine, runwhy.io/deployment: d} | x | r9 | nine | d",
        "kueue | labels: {kueue.x-k8s.io/queue-name: q} | x | pod-uid | pod-1 | pod-1",
        "job | {} | x | pod-uid | pod-1 | pod-1",
      })
  void eachOrchestratorIsRecognised(
      String preset, String metadata, String container, String id, String name, String deployment) {
    RunIdentity run = pod(metadata.equals("{}") ? "" : metadata, "", container);

    assertThat(run.orchestrator()).isEqualTo(preset);
    assertThat(run.key().runId()).isEqualTo(id);
    assertThat(run.name()).isEqualTo(name);
    assertThat(run.deployment()).isEqualTo(deployment);
  }

  @ParameterizedTest
  @CsvSource({
    "nightly-29384756, nightly",
    "train-x7k2p, train",
    "step-first, step-first",
    "train-2, train-2",
    "train, train",
  })
  void deploymentIsTheJobsNameWithoutItsGeneratedSuffix(String job, String deployment) {
    String owner =
        "ownerReferences: [{kind: Job, name: " + job + ", uid: job-uid, controller: true}]";

    assertThat(pod(owner, "", "x").deployment()).isEqualTo(deployment);
  }

  @Test
  void jobAndItsPodsAreOneRun() {
    RunIdentity pod =
        pod("ownerReferences: [{kind: Job, name: train, uid: job-uid, controller: true}]", "", "x");

    assertThat(job("", "").key()).isEqualTo(pod.key());
    assertThat(job("", "").name()).isEqualTo(pod.name());
  }

  @Test
  void jobWithALabelThatItsPodsDoNotHaveIsStillOneRunWithThem() {
    RunIdentity pod =
        pod("ownerReferences: [{kind: Job, name: train, uid: job-uid, controller: true}]", "", "x");

    assertThat(job("labels: {runwhy.io/run-id: r}", "").key()).isEqualTo(pod.key());
    assertThat(job("", "labels: {runwhy.io/run-id: r}").key().runId()).isEqualTo("r");
  }

  @Test
  void cronJobIsTheDeployment() {
    assertThat(job("ownerReferences: [{kind: CronJob, name: nightly, uid: c}]", "").deployment())
        .isEqualTo("nightly");
  }

  @Test
  void literalEnvironmentOfAnAllowedNameCounts() {
    assertThat(pod("", "env: [{name: PREFECT__FLOW_RUN_ID, value: f7}]", "x").key().runId())
        .isEqualTo("f7");
    assertThat(
            pod(
                    "",
                    "env: [{name: PREFECT__FLOW_RUN_ID, valueFrom: {secretKeyRef: {name: s, key: k}}}]",
                    "x")
                .orchestrator())
        .isEqualTo("job");
  }

  @Test
  void traceContextIsTakenFromAnnotationOrEnvironment() {
    assertThat(pod("annotations: {runwhy.io/traceparent: a}", "", "x").traceparent())
        .isEqualTo("a");
    assertThat(pod("", "env: [{name: TRACEPARENT, value: b}]", "x").traceparent()).isEqualTo("b");
  }

  @Test
  void ownPresetsStandInFront() {
    Presets own =
        KubernetesPresets.standard()
            .withOwn("[{name: acme, run_id: ['label:acme/id'], run_name: [name], main: worker}]");

    RunIdentity run =
        own.resolve(
            "c",
            new ObjectView(
                Yaml.object(
                    "{metadata: {name: p, namespace: n, labels: {acme/id: '5'}}, spec: {containers: [{name: worker}]}}"),
                false));

    assertThat(run.orchestrator()).isEqualTo("acme");
    assertThat(run.mainContainer()).isEqualTo("worker");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: x | a list of presets is expected",
        "[{name: x}] | presets[0]: name and run_id are needed",
        "[{name: x, run_id: [uid], runname: [name]}] | presets[0].runname: unknown key",
      })
  void aWrongPresetSaysWhere(String yaml, String message) {
    assertThatThrownBy(() -> KubernetesPresets.standard().withOwn(yaml))
        .hasMessageContaining(message.strip());
  }

  private static RunIdentity pod(String metadata, String spec, String container) {
    String yaml =
        "{metadata: {name: pod-1, namespace: ns, uid: pod-uid"
            + (metadata.isEmpty() ? "" : ", " + metadata)
            + "}, spec: {containers: [{name: helper}, {name: "
            + container
            + (spec.isEmpty() ? "" : ", " + spec)
            + "}]}}";
    return KubernetesPresets.standard().resolve("c", new ObjectView(Yaml.object(yaml), false));
  }

  private static RunIdentity job(String metadata, String template) {
    String yaml =
        "{metadata: {name: train, namespace: ns, uid: job-uid"
            + (metadata.isEmpty() ? "" : ", " + metadata)
            + "}, spec: {template: {metadata: {"
            + template
            + "}, spec: {containers: [{name: x}]}}}}";
    return KubernetesPresets.standard().resolve("c", new ObjectView(Yaml.object(yaml), true));
  }
}
