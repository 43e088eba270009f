package io.runwhy.extension.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.runwhy.extension.ecs.Calls.Call;
import io.runwhy.extension.emit.Event;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

class EcsHooksTest {
  private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final Calls calls = new Calls(Map.of());

  private static RunTaskRequest.Builder request() {
    return RunTaskRequest.builder()
        .cluster("data")
        .taskDefinition("etl:3")
        .overrides(of(container("main")));
  }

  private static ContainerOverride.Builder container(String name) {
    return ContainerOverride.builder().name(name);
  }

  private static TaskOverride of(ContainerOverride.Builder... containers) {
    return TaskOverride.builder()
        .containerOverrides(Stream.of(containers).map(ContainerOverride.Builder::build).toList())
        .build();
  }

  private static RunTaskResponse started(String... ids) {
    return RunTaskResponse.builder().tasks(tasks(ids)).build();
  }

  private static List<Task> tasks(String... ids) {
    return Stream.of(ids)
        .map(
            id ->
                Task.builder()
                    .taskArn("arn:aws:ecs:eu-west-1:123456789012:task/data/" + id)
                    .clusterArn("arn:aws:ecs:eu-west-1:123456789012:cluster/data")
                    .launchType("FARGATE")
                    .build())
        .toList();
  }

  private static Failure failure() {
    return Failure.builder().reason("RESOURCE:MEMORY").build();
  }

  /** Variables and tags of what was sent. */
  private static Map<String, String> carried(RunTaskRequest sent) {
    Stream<String[]> tags = sent.tags().stream().map(t -> new String[] {t.key(), t.value()});
    Stream<String[]> variables =
        sent.overrides() == null
            ? Stream.of()
            : sent.overrides().containerOverrides().stream()
                .flatMap(c -> c.environment().stream())
                .map(v -> new String[] {v.name(), v.value()});
    return Stream.concat(tags, variables).collect(Collectors.toMap(e -> e[0], e -> e[1]));
  }

  @Test
  void aTaskCarriesWhatIsToldOfIt() {
    Call<RunTaskRequest> call = calls.call(request().build());
    call.answered(started("t1"));

    assertThat(calls.told()).containsExactly("Submitting", "process INFO");
    assertThat(calls.events).allMatch(e -> Calls.of(e, "runwhy.orchestrator").equals("runwhy"));
    String id = Calls.of(calls.last(), "runwhy.run.id");
    assertThat(id).matches(UUID).isEqualTo(Calls.of(calls.span(), "runwhy.run.id"));
    assertThat(carried(call.sent())).containsEntry("RUNWHY_RUN_ID", id);
    assertThat(carried(call.sent()).get("TRACEPARENT"))
        .startsWith("00-" + calls.span().getTraceId() + "-" + calls.span().getSpanId() + "-0");
    assertThat(calls.last().attributes())
        .containsEntry("aws.ecs.task.id", "t1")
        .containsEntry("aws.ecs.task.family", "etl")
        .containsEntry("aws.ecs.task.revision", "3")
        .containsEntry("aws.ecs.launchtype", "fargate")
        .containsEntry("cloud.region", "eu-west-1")
        .doesNotContainKey("runwhy.stamp.left_out");
  }

  @Test
  void theSpanIsTheCallsWhileItLastsAndNoLonger() {
    Context before = Context.current();
    Call<RunTaskRequest> call = calls.call(request().build());
    Span during = Span.current();
    call.answered(started("t1"));

    assertThat(during.getSpanContext()).isEqualTo(calls.span().getSpanContext());
    assertThat(Context.current()).isSameAs(before);
    Call<RunTaskRequest> second = calls.call(request().build());
    second.threw(new IllegalStateException());
    assertThat(Context.current()).isSameAs(before);
    assertThat(calls.spans).hasSize(2);
  }

  private static Stream<Arguments> namelessRequests() {
    return Stream.of(
        Arguments.of("a client token of the caller", request().clientToken("once"), ""),
        Arguments.of("no overrides", request().overrides((TaskOverride) null), ""),
        Arguments.of("no container", request().overrides(o -> o.cpu("256")), ""),
        Arguments.of(
            "two containers and nobody knows which",
            request().overrides(of(container("a"), container("b"))),
            ""),
        Arguments.of(
            "the overrides are full",
            request().overrides(of(container("main").command("x".repeat(8_000)))),
            "too long"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("namelessRequests")
  void aRunThatCannotBeNamedGetsTheIdOfItsTask(
      String about, RunTaskRequest.Builder request, String leftOut) {
    RunTaskRequest before = request.build();

    Call<RunTaskRequest> call = calls.call(before);
    call.answered(started("t1"));

    assertThat(call.sent()).isSameAs(before);
    assertThat(calls.told()).containsExactly("Submitting", "process INFO");
    assertThat(calls.events.get(0).attributes()).doesNotContainKey("runwhy.run.id");
    assertThat(Calls.of(calls.last(), "runwhy.run.id")).isEqualTo("t1");
    assertThat(Calls.of(calls.last(), "runwhy.orchestrator")).isEqualTo("ecs");
    assertThat(Calls.of(calls.last(), "runwhy.stamp.left_out")).isEqualTo(leftOut);
  }

  @Test
  void whereOnlyTheRunIdHasNoRoomTheTraceContextIsCarriedAndTheLackIsTold() {
    RunTaskRequest before =
        request().overrides(of(container("main").command("x".repeat(7_320)))).build();

    Call<RunTaskRequest> call = calls.call(before);
    call.answered(started("t1"));

    assertThat(carried(call.sent())).containsOnlyKeys("TRACEPARENT");
    assertThat(calls.events.get(0).attributes()).doesNotContainKey("runwhy.run.id");
    assertThat(Calls.of(calls.last(), "runwhy.stamp.left_out")).isEqualTo("too long");
  }

  @Test
  void severalTasksOfOneCallAreRunsOfTheirOwn() {
    Call<RunTaskRequest> call = calls.call(request().count(2).build());
    call.answered(started("t1", "t2"));

    assertThat(carried(call.sent())).containsOnlyKeys("TRACEPARENT");
    assertThat(calls.events).noneMatch(e -> e.attributes().containsKey("runwhy.run.id"));
    assertThat(calls.last().attributes()).containsEntry("aws.ecs.task.id", List.of("t1", "t2"));
    assertThat(calls.last().attributes()).doesNotContainKey("runwhy.stamp.left_out");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "of one run | run-5f2d9c1e77 | ecs run-5f2d9c1e77",
        "a ULID | 01ARZ3NDEKTSV4RRFFQ69G5FAV | ecs 01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "a word of many runs | airflow | runwhy made",
        "a service | ecs-svc/5312345678901234567 | runwhy made",
        "a rule | events-rule/nightly-5f2d9c1e77 | runwhy made",
        "a schedule | chronos-schedule/nightly-20261125 | runwhy made",
        "a state machine | arn:aws:states:eu-west-1:123456789012:execution:x:5f2d9c1e77 | runwhy made",
      })
  void startedByIsTheRunWhereOneRunAloneHasIt(String about, String startedBy, String expected) {
    Call<RunTaskRequest> call = calls.call(request().startedBy(startedBy).build());
    call.answered(started("t1"));

    String id = Calls.of(calls.span(), "runwhy.run.id");
    assertThat(
            Calls.of(calls.span(), "runwhy.orchestrator") + " " + (id.matches(UUID) ? "made" : id))
        .isEqualTo(expected);
    assertThat(carried(call.sent()).containsKey("RUNWHY_RUN_ID")).isEqualTo(id.matches(UUID));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Prefect's variable | PREFECT__FLOW_RUN_ID | | prefect f-1 |",
        "Prefect's tag | | prefect.io/flow-run-id | prefect f-1 |",
        "our variable | RUNWHY_RUN_ID | | runwhy f-1 | f-1",
        "our tag goes on to the program | | runwhy.io/run-id | runwhy f-1 | f-1",
        "AWS Batch | AWS_BATCH_JOB_ID | | batch f-1 |",
        "Dagster's tag | | dagster/run_id | dagster f-1 |",
      })
  void anOrchestratorsOwnIdIsTheRuns(
      String about, String variable, String tag, String expected, String stamped) {
    RunTaskRequest.Builder request = request();
    if (variable != null) {
      request.overrides(
          of(
              container("main")
                  .environment(KeyValuePair.builder().name(variable).value("f-1").build())));
    }
    if (tag != null) {
      request.tags(Tag.builder().key(tag).value("f-1").build());
    }

    Call<RunTaskRequest> call = calls.call(request.build());
    call.answered(started("t1"));

    assertThat(
            Calls.of(calls.span(), "runwhy.orchestrator")
                + " "
                + Calls.of(calls.span(), "runwhy.run.id"))
        .isEqualTo(expected);
    assertThat(carried(call.sent()).get("RUNWHY_RUN_ID")).isEqualTo(stamped);
    assertThat(carried(call.sent())).containsKey("TRACEPARENT");
  }

  @Test
  void anIdThatWeTellInAnotherFormIsNotWrittenASecondTime() {
    String control = "a\u0000b\nc";
    for (String id : List.of("x".repeat(10_000), control)) {
      Calls one = new Calls(Map.of());
      Call<RunTaskRequest> call =
          one.call(request().tags(Tag.builder().key("runwhy.io/run-id").value(id).build()).build());
      call.answered(started("t1"));

      assertThat(carried(call.sent())).containsOnlyKeys("runwhy.io/run-id", "TRACEPARENT");
      assertThat(Calls.of(one.last(), "runwhy.run.id"))
          .isEqualTo(id.equals(control) ? "abc" : "x".repeat(253));
      assertThat(one.last().attributes()).doesNotContainKey("runwhy.stamp.left_out");
    }
  }

  @Test
  void tagsAreWrittenWhereTheyAreSwitchedOn() {
    Calls tagging = new Calls(Map.of("runwhy.stamp.ecs_tags.enabled", "true"));
    RunTaskRequest plain = RunTaskRequest.builder().taskDefinition("etl").build();

    Call<RunTaskRequest> call = tagging.call(plain);
    call.answered(started("t1"));

    assertThat(carried(call.sent())).containsOnlyKeys("runwhy.io/run-id", "runwhy.io/traceparent");
    assertThat(Calls.of(tagging.span(), "runwhy.run.id"))
        .isEqualTo(carried(call.sent()).get("runwhy.io/run-id"));
  }

  @Test
  void aRequestOfAnUnknownShapeIsSentAsItIsAndNothingIsTold() {
    OddRequest odd = new OddRequest();

    Call<OddRequest> call = calls.call(odd);

    assertThat(call.sent()).isSameAs(odd);
    assertThat(call.end()).isNull();
    assertThat(calls.events).isEmpty();
    assertThat(calls.spans).isEmpty();
    assertThat(calls.broken).hasSize(1);
    assertThat(Context.current()).isSameAs(Context.root());
    assertThat(calls.call(request().build()).end()).as("switched off").isNull();
  }

  /** It has overrides, but none of the SDK's other classes beside it. */
  public static final class OddRequest {
    public OddRequest overrides() {
      return this;
    }

    public List<OddRequest> containerOverrides() {
      return List.of(this);
    }

    public String name() {
      return "main";
    }
  }

  @Test
  void aCallThatIsRefusedEndsItsRun() {
    Call<RunTaskRequest> call = calls.call(request().build());
    call.threw(
        EcsException.builder()
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("AccessDeniedException")
                    .errorMessage("User is not authorized to perform: ecs:RunTask password=hunter2")
                    .build())
            .build());

    assertThat(calls.told())
        .containsExactly("Submitting", "process ERROR", "run.diagnosis ERROR", "Crashed");
    assertThat(Calls.of(calls.last(), "error.type")).isEqualTo("Submit.AccessDenied");
    assertThat(calls.events.stream().map(Event::body)).noneMatch(b -> b.contains("hunter2"));
    assertThat(calls.span().getAttributes().toString()).doesNotContain("hunter2");
  }

  @Test
  void failuresAreARefusalWhereNoTaskWasStartedAndAWarningElse() {
    Call<RunTaskRequest> call = calls.call(request().build());
    call.answered(RunTaskResponse.builder().failures(failure()).build());
    assertThat(calls.told())
        .containsExactly("Submitting", "process ERROR", "run.diagnosis ERROR", "Crashed");

    calls.events.clear();
    call = calls.call(request().count(2).build());
    call.answered(RunTaskResponse.builder().tasks(tasks("t1")).failures(failure()).build());
    assertThat(calls.told()).containsExactly("Submitting", "process WARN", "process INFO");
    assertThat(calls.events.get(1).body()).startsWith("1 tasks were started, 1 were refused: ");
  }

  @Test
  void aFutureEndsItLater() {
    CompletableFuture<StartTaskResponse> future = new CompletableFuture<>();
    Call<StartTaskRequest> call =
        calls.call(
            Calls.START_TASK,
            null,
            StartTaskRequest.builder().taskDefinition("etl").containerInstances("i").build());
    call.answered(future);
    assertThat(Context.current()).isSameAs(Context.root());
    assertThat(calls.told()).containsExactly("Submitting");
    assertThat(calls.spans).isEmpty();

    future.complete(StartTaskResponse.builder().tasks(tasks("t1")).build());

    assertThat(calls.told()).containsExactly("Submitting", "process INFO");
    assertThat(calls.span().getName()).isEqualTo("start task");
    assertThat(Calls.of(calls.last(), "aws.ecs.launchtype")).isEqualTo("fargate");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCancelledFutureEndsTheRunAsCancelled(boolean wrapped) {
    CompletableFuture<Object> future = new CompletableFuture<>();
    CompletableFuture<Object> seen = wrapped ? future.thenApply(x -> x) : future;
    calls.call(request().build()).answered(seen);

    future.cancel(true);

    assertThat(calls.told()).containsExactly("Submitting", "process WARN", "Cancelled");
    assertThat(calls.last().body()).contains("may have been started all the same");
    assertThat(Calls.of(calls.last(), "error.type"))
        .isEqualTo("java.util.concurrent.CancellationException");
    assertThat(calls.spans).hasSize(1);
    assertThat(Calls.of(calls.last(), "runwhy.run.id"))
        .isEqualTo(Calls.of(calls.span(), "runwhy.run.id"));
  }

  @Test
  void aServiceThatCannotBeAskedIsUnreachable() {
    CompletableFuture<Object> future = new CompletableFuture<>();
    calls.call(request().build()).answered(future);

    future.completeExceptionally(
        new CompletionException(
            SdkClientException.create("no", new java.net.UnknownHostException("ecs.local"))));

    assertThat(Calls.of(calls.last(), "error.type")).startsWith("Submit.");
    assertThat(calls.told()).endsWith("Crashed");
    assertThat(calls.last().body()).contains("Amazon ECS");
  }

  @Test
  void aCallWithoutARequestIsNotLookedAt() {
    assertThat(calls.call((Object) null).end()).isNull();
    assertThat(calls.events).isEmpty();
    assertThat(calls.broken).isEmpty();
  }

  @Test
  void aClientIsAskedForItsRegionOnce() {
    Client client = new Client();
    Regions regions = new Regions();

    assertThat(List.of(regions.of(client), regions.of(client)))
        .containsExactly("eu-west-1", "eu-west-1");
    assertThat(client.asked).isEqualTo(1);
    assertThat(regions.of(null)).isEmpty();
    assertThat(regions.of(new Object())).isEmpty();
  }

  /** As far as the region goes. */
  public static final class Client {
    int asked;

    public Client serviceClientConfiguration() {
      asked++;
      return this;
    }

    public Client region() {
      return this;
    }

    public String id() {
      return "eu-west-1";
    }
  }
}
