package io.runwhy.bridge.source.kubernetes;

import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
  private static final Presets STANDARD = new Presets(standardPresets());

  private final List<Preset> presets;

  private Presets(List<Preset> presets) {
    this.presets = List.copyOf(presets);
  }

  public static Presets standard() {
    return STANDARD;
  }

  /**
   * The standard presets with the user's own in front.
   *
   * @param yaml a list in the form of the shipped file
   * @throws IllegalArgumentException with the preset and the key at fault
   */
  public static Presets withOwn(String yaml) {
    List<Preset> all = new ArrayList<>(parse(yaml));
    all.addAll(STANDARD.presets);
    return new Presets(all);
  }

  /** Whose a pod or Job is. */
  RunIdentity resolve(String cluster, JsonNode object, boolean job) {
    ObjectView view = new ObjectView(object, job);
    for (Preset preset : presets) {
      RunIdentity identity = preset.resolve(cluster, view);
      if (identity != null) {
        return identity;
      }
    }
    String name = view.namespace() + '/' + view.name();
    return new RunIdentity(
        new RunKey(cluster, name),
        view.name(),
        "job",
        view.namespace(),
        null,
        null,
        null,
        null,
        null);
  }

  private static List<Preset> standardPresets() {
    try (@Nullable InputStream in = Presets.class.getResourceAsStream("presets.yaml")) {
      if (in == null) {
        throw new IllegalStateException("missing resource presets.yaml");
      }
      return parse(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
        name,
        Fields.text(node, "when"),
        values(node, "run_id"),
        values(node, "run_name"),
        values(node, "deployment"),
        values(node, "work_pool"),
        values(node, "work_queue"),
        List.copyOf(mains));
  }

  private static List<Preset.Value> values(JsonNode node, String key) {
    return Fields.texts(node, key).stream().map(Preset.Value::parse).toList();
  }
}
