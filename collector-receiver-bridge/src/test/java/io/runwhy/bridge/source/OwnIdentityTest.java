package io.runwhy.bridge.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.model.Observation;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.source.ecs.EcsObjects;
import io.runwhy.bridge.source.ecs.EcsPresets;
import io.runwhy.bridge.source.kubernetes.KubernetesObjects;
import io.runwhy.bridge.source.kubernetes.KubernetesPresets;
import io.runwhy.bridge.testing.Yaml;
import io.runwhy.conventions.PresetTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process takes the same id from its environment as the bridge from its pod or task. */
class OwnIdentityTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prefect f1|PREFECT__FLOW_RUN_ID=f1|",
        "prefect f1|PREFECT__FLOW_RUN_ID=f1|prefect.io/flow-run-id=f1",
        "runwhy r1|RUNWHY_RUN_ID=r1|runwhy.io/run-id=r1",
        "spark s1|SPARK_APPLICATION_ID=s1|spark-app-selector=s1",
        "spark s1/3|SPARK_APPLICATION_ID=s1;SPARK_EXECUTOR_ID=3|spark-app-selector=s1;spark-exec-id=3",
      })
  void podOfTheProcess(String expected, String env, String labels) {
    StringBuilder pod =
        new StringBuilder("{kind: Pod, metadata: {name: p, namespace: n, uid: u, labels: {");
    if (labels != null) {
      for (String label : labels.split(";")) {
        pod.append(label.replace("=", ": \"")).append("\", ");
      }
    }
    pod.append("}}, spec: {containers: [{name: main, env: ").append(list(env)).append("}]}}");
    Observation.OfRun seen =
        new KubernetesObjects(KubernetesPresets.standard(), "")
            .observe(Yaml.object(pod.toString()), "Pod");

    assertThat(seen).isInstanceOf(Observation.PodSeen.class);
    assertThat(told(((Observation.PodSeen) seen).run())).isEqualTo(expected);
    assertThat(own(env + ";KUBERNETES_SERVICE_HOST=10.0.0.1")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prefect f1|PREFECT__FLOW_RUN_ID=f1",
        "runwhy r1|RUNWHY_RUN_ID=r1",
        "batch b1:2|AWS_BATCH_JOB_ID=b1:2;AWS_BATCH_JQ_NAME=q",
        "dagster d1|DAGSTER_RUN_ID=d1;DAGSTER_RUN_JOB_NAME=j",
      })
  void taskOfTheProcess(String expected, String env) throws Exception {
    String task =
        "{tasks: [{taskArn: 'arn:aws:ecs:eu-west-1:111122223333:task/batch/t1', clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/batch', lastStatus: RUNNING, overrides: {containerOverrides: [{name: main, environment: "
            + list(env)
            + "}]}}]}";
    Observation.OfRun seen =
        new EcsObjects(EcsPresets.standard())
            .runs(Yaml.any(task)).get(0).stream()
                .filter(Observation.TaskSeen.class::isInstance)
                .findFirst()
                .orElseThrow();

    assertThat(told(((Observation.TaskSeen) seen).run())).isEqualTo(expected);
    assertThat(own(env)).isEqualTo(expected);
  }

  private static String own(String env) {
    return PresetTable.environment()
        .resolve(
            part -> {
              for (String variable : env.split(";")) {
                if (part.equals("env:" + variable.substring(0, variable.indexOf('=')))) {
                  return variable.substring(variable.indexOf('=') + 1);
                }
              }
              return "";
            })
        .map(n -> n.preset + ' ' + n.id)
        .orElse("none");
  }

  private static String told(RunIdentity run) {
    return run.orchestrator() + ' ' + run.key().runId();
  }

  private static String list(String env) {
    StringBuilder list = new StringBuilder("[");
    for (String variable : env.split(";")) {
      list.append("{name: ").append(variable.replace("=", ", value: \"")).append("\"}, ");
    }
    return list.append(']').toString();
  }
}
