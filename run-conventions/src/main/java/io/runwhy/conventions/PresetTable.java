package io.runwhy.conventions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How an object says which run it belongs to: the bridge's own presets, for those who cannot read
 * its files. The first preset whose id can be formed wins.
 */
public final class PresetTable {
  /** Generated from the bridge's presets. */
  static final String FILE = "presets.txt";

  /** What a process may know of itself. */
  static final String ENVIRONMENT_FILE = "environment-presets.txt";

  private static final String NAMED = "env:" + RunKeys.ENV_ORCHESTRATOR;

  /** Each table is read when it is first asked for. */
  private static final class Kubernetes {
    static final PresetTable TABLE = load(FILE, "kubernetes");
  }

  private static final class Ecs {
    static final PresetTable TABLE = load(FILE, "ecs");
  }

  private static final class Environment {
    static final PresetTable TABLE = load(ENVIRONMENT_FILE, "environment");
  }

  private final List<Preset> presets;
  private final boolean ofEnvironment;

  private PresetTable(List<Preset> presets, boolean ofEnvironment) {
    this.presets = presets;
    this.ofEnvironment = ofEnvironment;
  }

  /** Of Kubernetes objects. */
  public static PresetTable kubernetes() {
    return Kubernetes.TABLE;
  }

  /** Of ECS tasks. */
  public static PresetTable ecs() {
    return Ecs.TABLE;
  }

  /**
   * Of the own process, by environment variables alone ("env:NAME"). It knows only what gives the
   * id that the bridge would give; Airflow and Argo put less into the environment than into the
   * pod, so they are not among them.
   */
  public static PresetTable environment() {
    return Environment.TABLE;
  }

  /** What the first preset that matches says. Missing texts are empty. */
  public static final class Named {
    public final String preset;
    public final String id;
    public final String name;
    public final String deployment;
    public final String workPool;
    public final String workQueue;

    /** Names of the container that is the run, the likeliest first; may be empty. */
    public final List<String> mains;

    Named(
        String preset,
        String id,
        String name,
        String deployment,
        String workPool,
        String workQueue,
        List<String> mains) {
      this.preset = preset;
      this.id = id;
      this.name = name;
      this.deployment = deployment;
      this.workPool = workPool;
      this.workQueue = workQueue;
      this.mains = Collections.unmodifiableList(mains);
    }
  }

  /**
   * Whose an object is; empty when no preset knows. Presets that fall back on the uid or the task's
   * own id match only when the values have one.
   *
   * @param values gives for a part of the presets' language ("label:KEY", "annotation:KEY",
   *     "env:NAME", "tag:KEY", "name", "namespace", "uid", ...) its text, or an empty one
   */
  public Optional<Named> resolve(UnaryOperator<String> values) {
    return resolve(values, values);
  }

  /**
   * As {@link #resolve(UnaryOperator)} of an object that makes others, such as a Job: its id comes
   * only from what they carry too.
   *
   * @param shared as {@code values}, but labels and annotations of the pod template alone
   */
  public Optional<Named> resolve(UnaryOperator<String> shared, UnaryOperator<String> values) {
    UnaryOperator<String> safeShared = nonNull(shared);
    UnaryOperator<String> safe = nonNull(values);
    for (Preset preset : presets) {
      String id = preset.holds(safe) ? preset.value(Preset.Field.RUN_ID, safeShared) : "";
      if (!id.isEmpty()) {
        return Optional.of(
            new Named(
                name(preset, safe),
                id,
                preset.value(Preset.Field.RUN_NAME, safe),
                preset.value(Preset.Field.DEPLOYMENT, safe),
                preset.value(Preset.Field.WORK_POOL, safe),
                preset.value(Preset.Field.WORK_QUEUE, safe),
                preset.mains()));
      }
    }
    return Optional.empty();
  }

  private static UnaryOperator<String> nonNull(UnaryOperator<String> values) {
    return part -> {
      String value = values.apply(part);
      return value == null ? "" : value;
    };
  }

  /** A stamp says in the environment whose id it stands for. */
  private String name(Preset preset, UnaryOperator<String> values) {
    String named = ofEnvironment && preset.name().equals("runwhy") ? values.apply(NAMED) : "";
    return named.isEmpty() ? preset.name() : named;
  }

  private static PresetTable load(String file, String table) {
    List<Preset> presets = new ArrayList<>();
    for (DataFile.Entry entry : DataFile.read(PresetTable.class, file)) {
      if (entry.text("table").equals(table)) {
        presets.add(
            new Preset(
                entry.text("name"),
                entry.all("when"),
                field -> entry.all(field.key()),
                entry.all("main")));
      }
    }
    return new PresetTable(Collections.unmodifiableList(presets), file.equals(ENVIRONMENT_FILE));
  }
}
