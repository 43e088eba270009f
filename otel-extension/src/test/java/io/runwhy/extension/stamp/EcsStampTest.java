package io.runwhy.extension.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.extension.config.Options;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

class EcsStampTest {
  private static final String ID = "0b7f1c52-0d5a-4a5e-9f3e-6f2d9c1e7701";
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String STAMP = "TRACEPARENT=" + TRACE + " RUNWHY_RUN_ID=" + ID;

  private static EcsStamp stamp(String... on) {
    Map<String, String> properties =
        Stream.of(on)
            .map(o -> o.split("="))
            .collect(Collectors.toMap(o -> "runwhy.stamp." + o[0] + ".enabled", o -> o[1]));
    return new EcsStamp(Options.read(properties::get, name -> null, message -> {}));
  }

  private static RunTaskRequest request(ContainerOverride... containers) {
    return RunTaskRequest.builder()
        .taskDefinition("etl:3")
        .overrides(TaskOverride.builder().cpu("256").containerOverrides(containers).build())
        .build();
  }

  /** "main A=b C=": a container's name and its variables. */
  private static ContainerOverride container(String text) {
    List<String> words = List.of(text.split(" "));
    ContainerOverride.Builder builder = ContainerOverride.builder().command("run");
    if (!words.get(0).equals("-")) {
      builder.name(words.get(0));
    }
    return builder
        .environment(
            words.stream()
                .skip(1)
                .map(w -> w.split("=", 2))
                .map(w -> KeyValuePair.builder().name(w[0]).value(w[1]).build())
                .toList())
        .build();
  }

  private static String told(Object request) {
    return ((RunTaskRequest) request)
        .overrides().containerOverrides().stream()
            .map(
                c ->
                    Stream.concat(
                            Stream.of(String.valueOf(c.name())),
                            c.environment().stream().map(v -> v.name() + '=' + v.value()))
                        .collect(Collectors.joining(" ")))
            .collect(Collectors.joining(" | "));
  }

  private static String tags(Object request) {
    return ((RunTaskRequest) request)
        .tags().stream().map(t -> t.key() + '=' + t.value()).collect(Collectors.joining(" "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "the only one; main A=b; ; main A=b STAMP",
        "the only one, whatever the preset calls it; etl; prefect; etl STAMP",
        "of several none is guessed; a | b; ; a | b",
        "of several the one that the preset names; proxy | prefect A=b; prefect; proxy | prefect A=b STAMP",
        "the likeliest first; base | driver; driver,base; base | driver STAMP",
        "of two that are alike the first; main | main; main; main STAMP | main",
        "without a name there is nothing to override; -; ; null",
        "a name that is there is kept; main TRACEPARENT=mine; ; main TRACEPARENT=mine RUNWHY_RUN_ID=ID",
        "an empty one too; main RUNWHY_RUN_ID= TRACEPARENT=; ; main RUNWHY_RUN_ID= TRACEPARENT=",
      })
  void theMainContainerIsStamped(String about, String containers, String mains, String expected)
      throws Exception {
    RunTaskRequest before =
        request(
            Stream.of(containers.split(" \\| "))
                .map(EcsStampTest::container)
                .toArray(ContainerOverride[]::new));

    List<String> names = mains == null ? List.of() : List.of(mains.split(","));
    EcsStamp.Stamped after = stamp().stamp(before, names, ID, TRACE);

    String wanted = expected.replace("STAMP", STAMP).replaceAll("ID=ID$", "ID=" + ID);
    assertThat(told(after.request)).isEqualTo(wanted);
    assertThat(after.tooLong).isFalse();
    assertThat(after.request == before).isEqualTo(told(before).equals(wanted));
  }

  @Test
  void nothingElseOfTheRequestChanges() throws Exception {
    RunTaskRequest before =
        request(container("main A=b")).toBuilder()
            .cluster("data")
            .overrideConfiguration(c -> c.putHeader("X-Mine", "1"))
            .build();

    RunTaskRequest after = (RunTaskRequest) stamp().stamp(before, List.of(), ID, TRACE).request;

    assertThat(after).isNotEqualTo(before);
    assertThat(after.toBuilder().overrides(before.overrides()).build()).isEqualTo(before);
    assertThat(after.overrideConfiguration()).isEqualTo(before.overrideConfiguration());
    assertThat(after.overrides().cpu()).isEqualTo("256");
    assertThat(after.overrides().containerOverrides().get(0).command()).containsExactly("run");
  }

  @Test
  void startTaskIsStampedToo() throws Exception {
    StartTaskRequest before =
        StartTaskRequest.builder().overrides(request(container("main")).overrides()).build();

    StartTaskRequest after = (StartTaskRequest) stamp().stamp(before, List.of(), ID, TRACE).request;

    assertThat(after.overrides().containerOverrides().get(0).environment()).hasSize(2);
  }

  @Test
  void withoutOverridesOrWithAClientTokenOrSwitchedOffTheRequestIsTheSame() throws Exception {
    RunTaskRequest plain = RunTaskRequest.builder().taskDefinition("etl").build();
    RunTaskRequest fixed = request(container("main")).toBuilder().clientToken("once").build();

    for (EcsStamp stamp : List.of(stamp(), stamp("ecs_tags=true"))) {
      assertThat(stamp.stamp(fixed, List.of(), ID, TRACE).request).isSameAs(fixed);
      assertThat(stamp.room(fixed, List.of())).isEqualTo(EcsStamp.Room.NONE);
    }
    assertThat(stamp().stamp(plain, List.of(), ID, TRACE).request).isSameAs(plain);
    assertThat(stamp().room(plain, List.of())).isEqualTo(EcsStamp.Room.NONE);
    RunTaskRequest free = request(container("main"));
    assertThat(stamp("ecs=false").stamp(free, List.of(), ID, TRACE).request).isSameAs(free);
    assertThat(stamp("ecs=false").room(free, List.of())).isEqualTo(EcsStamp.Room.NONE);
    assertThat(stamp().room(free, List.of())).isEqualTo(EcsStamp.Room.FREE);
  }

  @Test
  void whatDoesNotFitIsLeftOut() throws Exception {
    int both = longest(ID, TRACE);
    int trace = longest("", TRACE);
    int id = longest(ID, "");

    assertThat(List.of(both, trace, id)).isSorted();
    EcsStamp.Stamped all = stamp().stamp(filled(both), List.of(), ID, TRACE);
    EcsStamp.Stamped some = stamp().stamp(filled(both + 1), List.of(), ID, TRACE);
    EcsStamp.Stamped less = stamp().stamp(filled(trace + 1), List.of(), ID, TRACE);
    EcsStamp.Stamped none = stamp().stamp(filled(id + 1), List.of(), ID, TRACE);
    assertThat(told(all.request)).endsWith(STAMP);
    assertThat(told(some.request)).endsWith(TRACE);
    assertThat(told(less.request)).endsWith("x RUNWHY_RUN_ID=" + ID);
    assertThat(told(none.request)).endsWith("x");
    assertThat(List.of(all.tooLong, some.tooLong, less.tooLong, none.tooLong))
        .containsExactly(false, true, true, true);
    assertThat(stamp().room(filled(both), List.of())).isEqualTo(EcsStamp.Room.FREE);
    assertThat(stamp().room(filled(both + 1), List.of())).isEqualTo(EcsStamp.Room.FULL);
    assertThat(json((RunTaskRequest) all.request).length())
        .isLessThanOrEqualTo(OverridesSize.LIMIT);
  }

  private static int longest(String id, String trace) {
    return OverridesSize.LIMIT
        - OverridesSize.of(filled(0).overrides())
        - (id.isEmpty() ? 0 : OverridesSize.variable("RUNWHY_RUN_ID", id))
        - (trace.isEmpty() ? 0 : OverridesSize.variable("TRACEPARENT", trace));
  }

  private static RunTaskRequest filled(int length) {
    return request(container("main A=" + "x".repeat(length)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"\\/", "\n\t\u0000", "äöü€", "\ud83d\ude00", "{'a':1}"})
  void theSizeIsNeverBelowThatOfTheJson(String piece) {
    for (int n : List.of(0, 1, 10, 700)) {
      RunTaskRequest request =
          request(container("main A=" + piece.repeat(n)), container("b B=" + piece));

      assertThat(OverridesSize.of(request.overrides()))
          .isGreaterThanOrEqualTo(json(request).length());
    }
  }

  /** As the SDK writes it, but with every escape that JSON has. */
  private static String json(RunTaskRequest request) {
    return request.overrides().containerOverrides().stream()
        .map(
            c ->
                "{\"name\":"
                    + quoted(c.name())
                    + ",\"command\":"
                    + c.command().stream().map(EcsStampTest::quoted).toList()
                    + ",\"environment\":["
                    + c.environment().stream()
                        .map(
                            v ->
                                "{\"name\":"
                                    + quoted(v.name())
                                    + ",\"value\":"
                                    + quoted(v.value())
                                    + "}")
                        .collect(Collectors.joining(","))
                    + "]}")
        .collect(Collectors.joining(",", "{\"cpu\":\"256\",\"containerOverrides\":[", "]}"));
  }

  private static String quoted(String text) {
    StringBuilder result = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if ("\"\\/".indexOf(c) >= 0) {
        result.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        result.append(String.format("\\u%04x", (int) c));
      } else {
        result.append(c);
      }
    }
    return result.append('"').toString();
  }

  @ParameterizedTest(name = "{0} tags")
  @CsvSource({"0,2,FREE", "48,2,FREE", "49,1,FREE", "50,0,NONE"})
  void tagsAreAddedUpToTheLimitTheRunIdFirst(int before, int added, EcsStamp.Room room)
      throws Exception {
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < before; i++) {
      tags.add(Tag.builder().key("k" + i).value("v").build());
    }
    RunTaskRequest request = RunTaskRequest.builder().tags(tags).build();
    EcsStamp stamp = stamp("ecs_tags=true");

    String after = tags(stamp.stamp(request, List.of(), ID, TRACE).request);

    String told =
        String.join(
            " ",
            List.of("runwhy.io/run-id=" + ID, "runwhy.io/traceparent=" + TRACE).subList(0, added));
    assertThat(after).isEqualTo((tags(request) + " " + told).trim());
    assertThat(stamp.room(request, Collections.emptyList())).isEqualTo(room);
  }

  @Test
  void aTagThatIsThereIsKept() throws Exception {
    RunTaskRequest request =
        RunTaskRequest.builder()
            .tags(Tag.builder().key("runwhy.io/run-id").value("").build())
            .build();

    Object after = stamp("ecs_tags=true").stamp(request, List.of(), ID, "").request;

    assertThat(after).isSameAs(request);
    assertThat(stamp("ecs_tags=true").room(request, List.of())).isEqualTo(EcsStamp.Room.NONE);
  }

  @Test
  void whatNoTagMayHoldIsNotWrittenAsOne() throws Exception {
    RunTaskRequest request = RunTaskRequest.builder().build();

    for (String id : List.of("", "a\nb", "a\u0000", "ü", "a;b", "x".repeat(257))) {
      Object after = stamp("ecs_tags=true").stamp(request, List.of(), id, "").request;
      assertThat(after).isSameAs(request);
    }
    assertThat(tags(stamp("ecs_tags=true").stamp(request, List.of(), "x".repeat(256), "").request))
        .hasSize("runwhy.io/run-id=".length() + 256);
  }
}
