package io.runwhy.conventions;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How an object says which run it belongs to: the bridge's own presets, for those who cannot read
 * its files.
 */
public final class PresetTable {
  private PresetTable() {}

  /** Of Kubernetes objects. */
  public static PresetTable kubernetes() {
    return new PresetTable();
  }

  /** Of ECS tasks. */
  public static PresetTable ecs() {
    return new PresetTable();
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
    return Optional.empty();
  }
}
