package io.runwhy.bridge.source;

import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.conventions.Preset;
import io.runwhy.conventions.RunKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Resolves whose an object is. The first preset that matches wins; the user's own stand in front.
 */
public final class Presets {
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "when",
          "run_id",
          "run_name",
          "deployment",
          "work_pool",
          "work_queue",
          "main",
          "main_any");

  private static final YAMLMapper MAPPER = new YAMLMapper();

  /** Annotations are of Kubernetes, tags of ECS. */
  private static final List<String> TRACEPARENT =
      List.of(
          "annotation:" + RunKeys.TRACEPARENT,
          "tag:" + RunKeys.TRACEPARENT,
          "env:" + RunKeys.ENV_TRACEPARENT);

  private final List<Preset> presets;

  private Presets(List<Preset> presets) {
    this.presets = List.copyOf(presets);
  }

  /**
   * The presets of a resource beside a class.
   *
   * @throws IllegalStateException when there is none
   */
  public static Presets shipped(Class<?> beside, String resource) {
    try (@Nullable InputStream in = beside.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      return new Presets(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * These with the user's own in front.
   *
   * @param yaml a list in the form of the shipped file
   * @throws IllegalArgumentException with the preset and the key at fault
   */
  public Presets withOwn(String yaml) {
    List<Preset> all = new ArrayList<>(parse(yaml));
    all.addAll(presets);
    return new Presets(all);
  }

  /** Whose an object is. */
  public RunIdentity resolve(String cluster, Described object) {
    for (Preset preset : presets) {
      RunIdentity identity = resolve(preset, cluster, object);
      if (identity != null) {
        return identity;
      }
    }
    String name = object.namespace() + '/' + object.name();
    return new RunIdentity(
        new RunKey(cluster, name),
        object.name(),
        "job",
        object.namespace(),
        null,
        null,
        null,
        null,
        null);
  }

  /** The identity, or null when the object is not of this orchestrator. */
  private static @Nullable RunIdentity resolve(Preset preset, String cluster, Described object) {
    String id =
        preset.holds(object::value) ? preset.value(Preset.Field.RUN_ID, object::sharedValue) : "";
    if (id.isEmpty()) {
      return null;
    }
    String runName = preset.value(Preset.Field.RUN_NAME, object::value);
    return new RunIdentity(
        new RunKey(cluster, id),
        runName.isEmpty() ? object.name() : runName,
        preset.name(),
        Interner.intern(object.namespace()),
        orNull(preset.value(Preset.Field.DEPLOYMENT, object::value)),
        shared(preset.value(Preset.Field.WORK_POOL, object::value)),
        shared(preset.value(Preset.Field.WORK_QUEUE, object::value)),
        preset.mains().stream().filter(object::hasContainer).findFirst().orElse(null),
        orNull(traceparent(object)));
  }

  /** As the one who submitted it wrote it: onto the object, or for the program in it. */
  private static String traceparent(Described object) {
    for (String part : TRACEPARENT) {
      String value = object.value(part);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Pools and queues are few; runs are many. */
  private static @Nullable String shared(String text) {
    return text.isEmpty() ? null : Interner.intern(text);
  }

  private static List<Preset> parse(String yaml) {
    JsonNode root;
    try {
      root = MAPPER.readTree(yaml);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("presets: not YAML: " + e.getOriginalMessage(), e);
    }
    if (!root.isArray()) {
      throw new IllegalArgumentException("presets: a list of presets is expected");
    }
    List<Preset> presets = new ArrayList<>();
    for (JsonNode node : root) {
      presets.add(preset(node, "presets[" + presets.size() + "]"));
    }
    return presets;
  }

  private static Preset preset(JsonNode node, String where) {
    for (String key : node.propertyNames()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(where + "." + key + ": unknown key; known are " + KEYS);
      }
    }
    String name = Fields.text(node, "name");
    if (name.isEmpty() || Fields.texts(node, "run_id").isEmpty()) {
      throw new IllegalArgumentException(where + ": name and run_id are needed");
    }
    List<String> mains = new ArrayList<>(Fields.texts(node, "main_any"));
    if (!Fields.text(node, "main").isEmpty()) {
      mains.add(Fields.text(node, "main"));
    }
    return new Preset(
        name, List.of(Fields.text(node, "when")), field -> Fields.texts(node, field.key()), mains);
  }
}
