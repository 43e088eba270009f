package io.runwhy.extension.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.runwhy.conventions.PresetTable;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.*;
import io.runwhy.extension.run.*;
import io.runwhy.extension.stamp.OwnStamps;
import io.runwhy.extension.stamp.PodStamp;
import io.runwhy.extension.submit.Submitter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An object before and after its stamp, with the identity replaced by ID and the trace by TRACE.
 */
class CreationsTest {
  private static final String THEIRS = "00-11111111111111111111111111111111-2222222222222222-01";

  private final List<Event> events = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final OwnStamps own = new OwnStamps();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // a pod
        "{'kind':'Pod','metadata':{'name':'a'},'spec':{'containers':[{'name':'m'}]}}"
            + "|{'kind':'Pod','metadata':{'name':'a','annotations':{'runwhy.io/traceparent':'TRACE'},"
            + "'labels':{'runwhy.io/run-id':'ID'}},'spec':{'containers':[{'name':'m',"
            + "'env':[{'name':'TRACEPARENT','value':'TRACE'},{'name':'RUNWHY_RUN_ID','value':'ID'}]}]}}",
        // without a spec, without containers, without metadata: what is not there is not made up
        "{'kind':'Pod','metadata':{'name':'a'}}"
            + "|{'kind':'Pod','metadata':{'name':'a','annotations':{'runwhy.io/traceparent':'TRACE'},"
            + "'labels':{'runwhy.io/run-id':'ID'}}}",
        "{'kind':'Job','metadata':{'name':'a'},'spec':{}}"
            + "|{'kind':'Job','metadata':{'name':'a','annotations':{'runwhy.io/traceparent':'TRACE'},"
            + "'labels':{'runwhy.io/run-id':'ID'}},'spec':{}}",
        "{'kind':'Pod','spec':{'containers':[]}}|{'kind':'Pod','spec':{'containers':[]}}",
        // variables of the user stay, also those without a value of their own
        "{'kind':'Pod','metadata':{'name':'a'},'spec':{'containers':[{'name':'m','env':["
            + "{'name':'TRACEPARENT','valueFrom':{}},{'name':'RUNWHY_RUN_ID','value':'x'}]}]}}"
            + "|{'kind':'Pod','metadata':{'name':'a','annotations':{'runwhy.io/traceparent':'TRACE'},"
            + "'labels':{'runwhy.io/run-id':'ID'}},'spec':{'containers':[{'name':'m','env':["
            + "{'name':'TRACEPARENT','valueFrom':{}},{'name':'RUNWHY_RUN_ID','value':'x'}]}]}}",
        // the named container is the main one
        "{'kind':'Pod','metadata':{'name':'a','annotations':{"
            + "'kubectl.kubernetes.io/default-container':'m'},'labels':{'runwhy.io/run-id':'mine'}},"
            + "'spec':{'containers':[{'name':'s'},{'name':'m'}]}}"
            + "|{'kind':'Pod','metadata':{'name':'a','annotations':{"
            + "'kubectl.kubernetes.io/default-container':'m','runwhy.io/traceparent':'TRACE'},"
            + "'labels':{'runwhy.io/run-id':'mine'}},'spec':{'containers':[{'name':'s'},{'name':'m',"
            + "'env':[{'name':'TRACEPARENT','value':'TRACE'},{'name':'RUNWHY_RUN_ID','value':'mine'}]}]}}",
        // a label of the user on the Job alone goes onto its pods too
        "{'kind':'Job','metadata':{'name':'a','labels':{'runwhy.io/run-id':'mine'}},'spec':{"
            + "'template':{}}}"
            + "|{'kind':'Job','metadata':{'name':'a','labels':{'runwhy.io/run-id':'mine'},"
            + "'annotations':{'runwhy.io/traceparent':'TRACE'}},'spec':{'template':{'metadata':{"
            + "'annotations':{'runwhy.io/traceparent':'TRACE'},"
            + "'labels':{'runwhy.io/run-id':'mine'}}}}}",
        // one that Kubernetes would refuse is not repeated
        "{'kind':'Job','metadata':{'name':'a','labels':{'runwhy.io/run-id':'a b'}},'spec':{"
            + "'template':{}}}"
            + "|{'kind':'Job','metadata':{'name':'a','labels':{'runwhy.io/run-id':'a b'},"
            + "'annotations':{'runwhy.io/traceparent':'TRACE'}},'spec':{'template':{'metadata':{"
            + "'annotations':{'runwhy.io/traceparent':'TRACE'}}}}}",
        // a Deployment gets no label; one that a controller owns gets nothing
        "{'kind':'Deployment','metadata':{'name':'a'},'spec':{'template':{'spec':{'containers':["
            + "{'name':'m'}]}}}}"
            + "|{'kind':'Deployment','metadata':{'name':'a'},'spec':{'template':{'metadata':{"
            + "'annotations':{'runwhy.io/traceparent':'TRACE'}},'spec':{'containers':[{'name':'m',"
            + "'env':[{'name':'TRACEPARENT','value':'TRACE'}]}]}}}}",
        "{'kind':'Deployment','metadata':{'name':'a','ownerReferences':[{'name':'x'}]},'spec':{"
            + "'template':{}}}"
            + "|{'kind':'Deployment','metadata':{'name':'a','ownerReferences':[{'name':'x'}]},'spec':{"
            + "'template':{}}}",
      })
  void anObjectIsStamped(String before, String after) {
    Map<String, Object> object = Json.object(before.replace('\'', '"'));
    String untouched = Json.write(object);
    Creation creation = creation(object);
    assertThat(Json.parse(masked(creation.sent()))).isEqualTo(Json.parse(after.replace('\'', '"')));
    assertThat(Json.write(object))
        .as("the caller's maps are not written into")
        .isEqualTo(untouched);
    assertThat(warnings).isEmpty();
  }

  @Test
  void theTraceThatTheUserChoseIsCarried() {
    Map<String, Object> object = pod();
    object.put(
        "metadata", Map.of("name", "a", "annotations", Map.of("runwhy.io/traceparent", THEIRS)));
    Object sent = creation(object).sent();
    assertThat(Json.at(sent, "metadata", "annotations", "runwhy.io/traceparent")).isEqualTo(THEIRS);
    assertThat(Json.at(sent, "spec", "containers", 0, "env", 0, "value")).isEqualTo(THEIRS);
  }

  @Test
  void aStampOfOursOnACopyIsReplaced() {
    Map<String, Object> object = pod();
    object.put("metadata", Map.of("name", "a"));
    Object first = creation(object).sent();
    @SuppressWarnings("unchecked")
    Object second = creation((Map<String, Object>) first).sent();
    assertThat(masked(second)).isEqualTo(masked(first).replace("'", "\""));
    for (Object[] way :
        new Object[][] {
          {"metadata", "annotations", "runwhy.io/traceparent"},
          {"metadata", "labels", "runwhy.io/run-id"},
          {"spec", "containers", 0, "env", 0, "value"},
          {"spec", "containers", 0, "env", 1, "value"}
        }) {
      assertThat(Json.at(second, way)).isNotEqualTo(Json.at(first, way));
    }
  }

  @Test
  void anIdThatCannotBeCarriedWholeIsNotCarried() {
    String id = "x\u0007".repeat(5_000);
    Map<String, Object> object = pod();
    object.put("metadata", Map.of("name", "a", "labels", Map.of("runwhy.io/run-id", id)));
    Creation creation = creation(object);
    assertThat(Json.write(creation.sent())).doesNotContain("RUNWHY_RUN_ID").contains("TRACEPARENT");
    assertThat(creation.submission().run().id()).hasSizeLessThanOrEqualTo(253);
    assertThat(warnings).isEmpty();
  }

  @Test
  void anObjectThatCannotBeChangedIsSentAsItIs() {
    Frozen frozen = new Frozen();
    assertThat(creation(frozen).sent()).isSameAs(frozen);
    creation(new Frozen());
    assertThat(warnings).hasSize(1).first().asString().contains("runwhy.stamp.");
    assertThat(frozen.getMetadata().getLabels()).isNull();
  }

  @Test
  void aSwitchedOffLabelLeavesTheRunUnnamed() {
    Map<String, Object> object = pod();
    object.put("metadata", Map.of("name", "a"));
    Creation creation = creation(object, "runwhy.stamp.label.enabled");
    assertThat(Json.write(creation.sent())).doesNotContain("run-id").doesNotContain("RUN_ID");
    assertThat(creation.submission().run().id()).isEmpty();
    Creation bare = creation(object, "runwhy.stamp.annotation.enabled", "runwhy.stamp.env.enabled");
    assertThat(Json.write(bare.sent())).doesNotContain("traceparent").doesNotContain("TRACEPARENT");
  }

  @ParameterizedTest
  @CsvSource({
    "Job,batch/v1,true", "Job,'',true", "Job,batch.volcano.sh/v1alpha1,false", "Pod,v1,true",
    "Deployment,apps/v1,true", "CronJob,batch/v1,false", "Service,v1,false", "'',v1,false"
  })
  void otherKindsAreNotLookedAt(String kind, String version, boolean known) {
    assertThat(Kind.of(Map.of("kind", kind, "apiVersion", version)) != null).isEqualTo(known);
  }

  /** Without setters. */
  public static final class Frozen {
    private final Meta meta = new Meta();

    public String getKind() {
      return "Pod";
    }

    public Meta getMetadata() {
      return meta;
    }
  }

  public static final class Meta {
    public String getName() {
      return "frozen";
    }

    public Map<String, String> getAnnotations() {
      return Collections.emptyMap();
    }

    public Map<String, String> getLabels() {
      return null;
    }
  }

  private static Map<String, Object> pod() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", "Pod");
    object.put("spec", Map.of("containers", List.of(Map.of("name", "m"))));
    return object;
  }

  private Creation creation(Object object, String... off) {
    List<String> switches = List.of(off);
    Options options =
        Options.read(name -> switches.contains(name) ? "false" : null, name -> null, warnings::add);
    Submitter submitter =
        new Submitter(
            SdkTracerProvider.builder().build().get("test"),
            events::add,
            new States(events::add, true),
            Clock.systemUTC());
    Creations creations =
        new Creations(
            submitter,
            PresetTable.kubernetes(),
            new PodStamp(options, own),
            own,
            warned ? w -> {} : this::warn);
    ApiObject view = ApiObject.of(object, Kind.of(object), "jobs");
    return creations.create(view, true);
  }

  private boolean warned;

  private void warn(String text) {
    warned = true;
    warnings.add(text);
  }

  private static String masked(Object sent) {
    return Json.write(sent)
        .replaceAll("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", "TRACE")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
  }
}
