package io.runwhy.bridge.source.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.testing.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TaskIdentityTest {
  private final TaskIdentity identity = new TaskIdentity(EcsPresets.standard());

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Prefect, by its variable | overrides: {containerOverrides: [{name: prefect, environment: [{name: X, value: y}, {name: PREFECT__FLOW_RUN_ID, value: f-1}]}]} | prefect f-1 etl batch",
        "Prefect, by its tags | tags: [{key: prefect.io/flow-run-id, value: f-2}, {key: prefect.io/deployment-name, value: nightly}, {key: prefect.io/work-pool-name, value: ecs-pool}] | prefect f-2 nightly ecs-pool",
        "a submitter's own id | startedBy: run-5f2d9c1e77 | ecs run-5f2d9c1e77 etl batch",
        "Airflow writes the same word into all tasks | startedBy: airflow | ecs 0af1 etl batch",
        "a schedule is no run | startedBy: chronos-schedule/nightly-20261125 | ecs 0af1 etl batch",
        "a rule is no run | startedBy: events-rule/nightly-5f2d9c1e77 | ecs 0af1 etl batch",
        "Step Functions | startedBy: AWS Step Functions | ecs 0af1 etl batch",
        "a service's deployment is no run | 'startedBy: ecs-svc/5312345678901234567, group: service:api' | ecs 0af1 api batch",
        "AWS Batch | overrides: {containerOverrides: [{name: default, environment: [{name: AWS_BATCH_JOB_ID, value: j-1}, {name: AWS_BATCH_JQ_NAME, value: q}]}]} | batch j-1 etl batch",
        "Dagster | tags: [{key: dagster/run_id, value: d-1}] | dagster d-1 etl batch",
        "nothing but the task | version: 1 | ecs 0af1 etl batch",
      })
  void aTaskSaysWhoseItIs(String about, String fields, String expected) {
    RunIdentity run = identity.of(task(fields.strip()));

    assertThat(
            String.join(
                " ",
                run.orchestrator(),
                run.key().runId(),
                String.valueOf(run.deployment()),
                String.valueOf(run.workPool())))
        .isEqualTo(expected.strip());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a tag | tags: [{key: runwhy.io/run-id, value: r}, {key: runwhy.io/traceparent, value: t-1}] | t-1",
        "a variable | overrides: {containerOverrides: [{name: main, environment: [{name: TRACEPARENT, value: t-2}]}]} | t-2",
        "a tag is the submitter's own, a variable may be an older one's | 'tags: [{key: runwhy.io/traceparent, value: t-1}], overrides: {containerOverrides: [{name: main, environment: [{name: TRACEPARENT, value: t-2}]}]}' | t-1",
        "another tag | tags: [{key: traceparent, value: t-1}] | null",
        "an empty tag | tags: [{key: runwhy.io/traceparent, value: ''}] | null",
        "nothing | version: 1 | null",
      })
  void aTaskCarriesTheTraceOfItsSubmitter(String about, String fields, String expected) {
    assertThat(String.valueOf(identity.of(task(fields.strip())).traceparent()))
        .isEqualTo(expected.strip());
  }

  @Test
  void tagsAreAskedForOnlyWhereTheyCouldTellMore() {
    assertThat(identity.needsTags(task("version: 1"))).isTrue();
    assertThat(identity.needsTags(task("startedBy: airflow"))).isTrue();
    assertThat(identity.needsTags(task("tags: []"))).isFalse();
    assertThat(identity.needsTags(task("startedBy: run-5f2d9c1e77"))).isFalse();
    assertThat(
            identity.needsTags(
                task(
                    "overrides: {containerOverrides: [{environment: [{name: PREFECT__FLOW_RUN_ID, value: f}]}]}")))
        .isFalse();
  }

  private static JsonNode task(String fields) {
    return Yaml.any(
        "{taskArn: 'arn:aws:ecs:eu-west-1:111122223333:task/batch/0af1',"
            + " clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/batch',"
            + " taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/etl:7', "
            + fields
            + "}");
  }
}
