package io.runwhy.extension.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import io.runwhy.extension.config.Options;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Beans of the clients' shape. */
class ModelTest {
  public static class Meta {
    private Map<String, String> labels = Collections.unmodifiableMap(Map.of("a", "b"));
    private Map<String, String> annotations;

    public Map<String, String> getLabels() {
      return labels;
    }

    public void setLabels(Map<String, String> value) {
      labels = value;
    }

    public Map<String, String> getAnnotations() {
      return annotations;
    }

    public void setAnnotations(Map<String, String> value) {
      annotations = value;
    }
  }

  public static class Variable {
    private String name;
    private String value;

    public String getName() {
      return name;
    }

    public void setName(String text) {
      name = text;
    }

    public String getValue() {
      return value;
    }

    public void setValue(String text) {
      value = text;
    }
  }

  public static class Container {
    private List<Variable> env = Collections.emptyList();

    public List<Variable> getEnv() {
      return env;
    }

    public void setEnv(List<Variable> value) {
      env = value;
    }
  }

  public static class Spec {
    private final List<Container> containers = List.of(new Container());

    public List<Container> getContainers() {
      return containers;
    }
  }

  public static class Pod {
    private Meta metadata = new Meta();
    private final Spec spec = new Spec();

    public Meta getMetadata() {
      return metadata;
    }

    public void setMetadata(Meta value) {
      metadata = value;
    }

    public Spec getSpec() {
      return spec;
    }
  }

  /** Keeps in a map what it has no getter for. */
  public static class Generic {
    private Meta metadata = new Meta();
    private Map<String, Object> rest =
        Map.of(
            "spec",
            Map.of("template", Map.of("spec", Map.of("containers", List.of(Map.of("name", "m"))))));

    public Meta getMetadata() {
      return metadata;
    }

    public void setMetadata(Meta value) {
      metadata = value;
    }

    public Map<String, Object> getAdditionalProperties() {
      return rest;
    }

    public void setAdditionalProperties(Map<String, Object> value) {
      rest = value;
    }
  }

  private final Undo undo = new Undo();
  private final PodStamp stamp =
      new PodStamp(Options.read(n -> null, n -> null, w -> {}), new OwnStamps());

  @Test
  void unmodifiableMapsAndListsAreReplacedByCopiesAndPutBack() {
    Pod pod = new Pod();
    Map<String, String> labels = pod.metadata.labels;
    Container container = pod.spec.containers.get(0);
    List<Variable> env = container.env;
    assertThat(stamp.create(pod, PodStamp.Shape.POD, carried(), undo)).isSameAs(pod);
    assertThat(pod.metadata.labels).containsEntry("a", "b").containsEntry("runwhy.io/run-id", "id");
    assertThat(pod.metadata.annotations).containsEntry("runwhy.io/traceparent", "trace");
    assertThat(container.env).extracting("name").containsExactly("TRACEPARENT", "RUNWHY_RUN_ID");
    undo.run();
    assertThat(pod.metadata.labels).isSameAs(labels);
    assertThat(pod.metadata.annotations).isNull();
    assertThat(container.env).isSameAs(env);
  }

  @Test
  void whatHasNoGetterIsFoundInTheRest() {
    Generic generic = new Generic();
    Map<String, Object> before = generic.rest;
    stamp.create(generic, PodStamp.Shape.JOB, carried(), undo);
    assertThat(generic.rest.toString()).contains("TRACEPARENT", "runwhy.io/run-id");
    assertThat(before.toString()).doesNotContain("TRACEPARENT");
    undo.run();
    assertThat(generic.rest).isSameAs(before);
  }

  @Test
  void anApplyTouchesTheObjectsOwnAnnotationAlone() {
    Pod pod = new Pod();
    stamp.apply(pod, "trace", undo);
    assertThat(pod.metadata.annotations).containsOnlyKeys("runwhy.io/traceparent");
    assertThat(pod.metadata.labels).doesNotContainKey("runwhy.io/run-id");
    assertThat(pod.spec.containers.get(0).env).isEmpty();
  }

  @Test
  void theOldestStampIsForgotten() {
    OwnStamps own = new OwnStamps();
    own.add("k", "first");
    for (int i = 0; i < OwnStamps.LIMIT; i++) {
      assertThat(own.contains("k", "first")).isTrue();
      own.add("k", "v" + i);
    }
    assertThat(own.contains("k", "first")).isFalse();
  }

  @Test
  void nothingIsReadOutOfNothing() {
    assertThat(Model.get(null, "x")).isNull();
    assertThat(Model.text(new Object(), "x")).isEmpty();
    assertThat(Model.list(new LinkedHashMap<>(), "x")).isEmpty();
    assertThat(Model.at(Map.of("a", Map.of()), "a", "b", "c")).isNull();
  }

  private static PodStamp.Carried carried() {
    return new PodStamp.Carried("trace", "id", "id", 0);
  }
}
