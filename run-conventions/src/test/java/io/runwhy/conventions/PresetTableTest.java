package io.runwhy.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetTableTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prefect f1|label:prefect.io/flow-run-id=f1;label:runwhy.io/run-id=r1",
        "prefect f1|env:PREFECT__FLOW_RUN_ID=f1",
        "airflow ml/etl/load/r1|namespace=ml;label:dag_id=etl;label:task_id=load;label:run_id=r1",
        "airflow ml/etl/load/r1/3|namespace=ml;label:dag_id=etl;label:task_id=load;label:run_id=r1;label:map_index=3",
        "none|label:dag_id=etl;label:task_id=load;label:run_id=r1",
        "argo ml/wf/pod|namespace=ml;name=pod;label:workflows.argoproj.io/workflow=wf",
        "spark s1/7|label:spark-app-selector=s1;label:spark-exec-id=7",
        "flink j1|label:type=flink-native-kubernetes;label:flink.apache.org/job-id=j1",
        "none|label:type=other;label:flink.apache.org/job-id=j1",
        "runwhy r1|annotation:runwhy.io/run-id=r1;job-name=x",
        "kueue u1|label:kueue.x-k8s.io/queue-name=q;uid=u1",
        "job u1|job-uid=u1;uid=u2;name=x",
        "none|name=x;namespace=ml;label:kueue.x-k8s.io/queue-name=q",
        "none|''",
      })
  void objectsOfKubernetes(String expected, String values) {
    assertThat(told(PresetTable.kubernetes(), values)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prefect f1|tag:prefect.io/flow-run-id=f1;env:RUNWHY_RUN_ID=r1",
        "runwhy r1|env:RUNWHY_RUN_ID=r1;tag:dagster/run_id=d1",
        "batch b1|env:AWS_BATCH_JOB_ID=b1",
        "dagster d1|env:DAGSTER_RUN_ID=d1",
        "ecs s1|started-by=s1;task-id=t1",
        "ecs t1|task-id=t1",
        "none|family=etl",
      })
  void tasksOfEcs(String expected, String values) {
    assertThat(told(PresetTable.ecs(), values)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prefect f1|env:PREFECT__FLOW_RUN_ID=f1;env:RUNWHY_RUN_ID=r1",
        "runwhy r1|env:RUNWHY_RUN_ID=r1",
        "airflow r1|env:RUNWHY_RUN_ID=r1;env:RUNWHY_ORCHESTRATOR=airflow",
        "none|env:RUNWHY_ORCHESTRATOR=airflow",
        "batch b1:3|env:AWS_BATCH_JOB_ID=b1:3",
        "none|env:AWS_BATCH_JOB_ID=b1;env:KUBERNETES_SERVICE_HOST=10.0.0.1",
        "dagster d1|env:DAGSTER_RUN_ID=d1",
        "none|env:DAGSTER_RUN_ID=d1;env:DAGSTER_RUN_STEP_KEY=s",
        "spark s1|env:SPARK_APPLICATION_ID=s1;env:KUBERNETES_SERVICE_HOST=10.0.0.1",
        "spark s1/2|env:SPARK_APPLICATION_ID=s1;env:SPARK_EXECUTOR_ID=2;env:KUBERNETES_SERVICE_HOST=10.0.0.1",
        "none|env:SPARK_APPLICATION_ID=s1",
        "none|env:AIRFLOW_CTX_DAG_ID=d;env:AIRFLOW_CTX_TASK_ID=t;env:AIRFLOW_CTX_DAG_RUN_ID=r",
        "none|''",
      })
  void theOwnProcess(String expected, String values) {
    assertThat(told(PresetTable.environment(), values)).isEqualTo(expected);
  }

  @Test
  void theOtherFieldsAreTheFirstThatIsThere() {
    PresetTable.Named named =
        PresetTable.kubernetes()
            .resolve(
                values(
                        "label:prefect.io/flow-run-id=f1;job-name=j;label:prefect.io/work-pool-name=p")
                    ::get)
            .orElseThrow();

    assertThat(named.name).isEqualTo("j");
    assertThat(named.workPool).isEqualTo("p");
    assertThat(named.deployment).isEmpty();
    assertThat(named.mains).containsExactly("prefect-job");
  }

  @Test
  void theIdOfAJobIsOnlyWhatItsPodsCarryToo() {
    Map<String, String> all = values("label:runwhy.io/run-id=r1;uid=u1");

    assertThat(
            PresetTable.kubernetes()
                .resolve(part -> part.startsWith("label:") ? "" : all.get(part), all::get)
                .map(n -> n.preset + ' ' + n.id))
        .hasValue("job u1");
  }

  private static String told(PresetTable table, String values) {
    Optional<PresetTable.Named> named = table.resolve(values(values)::get);
    return named.map(n -> n.preset + ' ' + n.id).orElse("none");
  }

  private static Map<String, String> values(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    Arrays.stream(text.split(";"))
        .filter(v -> v.contains("="))
        .forEach(v -> values.put(v.substring(0, v.indexOf('=')), v.substring(v.indexOf('=') + 1)));
    return values;
  }
}
