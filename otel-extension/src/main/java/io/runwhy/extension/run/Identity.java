package io.runwhy.extension.run;

import io.runwhy.conventions.PresetTable;
import io.runwhy.conventions.RunKeys;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Which run the options or an environment name. */
public final class Identity {
  private static final String ENV = "env:";
  private static final String OURS = "runwhy";

  private Identity() {}

  /**
   * Of this process: what the options say goes before what the environment says. RUNWHY_RUN_ID is
   * the variable of an option.
   *
   * @param warn is told of each text that is not used
   */
  static Run own(
      Options options, Function<String, @Nullable String> environment, Consumer<String> warn) {
    Run preset = ofPresets(environment, warn);
    String id = option(options, Option.RUN_ID, warn);
    Run known = id.isEmpty() || id.equals(preset.id()) ? preset : Run.NONE;
    return Run.of(
        first(id, known.id()),
        first(option(options, Option.RUN_NAME, warn), known.name()),
        first(known.orchestrator(), id.isEmpty() ? "" : OURS),
        first(option(options, Option.RUN_DEPLOYMENT, warn), known.deployment()),
        first(option(options, Option.RUN_WORK_POOL, warn), known.workPool()),
        first(option(options, Option.RUN_WORK_QUEUE, warn), known.workQueue()));
  }

  /**
   * Of another process with this environment; {@link Run#NONE} when it names none. RUNWHY_RUN_ID
   * goes first, as in {@link #own}.
   *
   * @param warn is told of an id that is not used
   */
  public static Run ofEnvironment(
      Function<String, @Nullable String> environment, Consumer<String> warn) {
    String id = environment.apply(RunKeys.ENV_RUN_ID);
    id = id == null ? "" : usable(RunKeys.ENV_RUN_ID, id.trim(), warn);
    Run preset = ofPresets(environment, warn);
    return id.isEmpty() || id.equals(preset.id()) ? preset : Run.of(id, "", OURS, "", "", "");
  }

  private static Run ofPresets(
      Function<String, @Nullable String> environment, Consumer<String> warn) {
    Optional<PresetTable.Named> named = named(PresetTable.kubernetes(), environment);
    if (!named.isPresent()) {
      named = named(PresetTable.ecs(), environment);
    }
    if (!named.isPresent()) {
      return Run.NONE;
    }
    PresetTable.Named known = named.get();
    String id = usable("the run's id in the environment", known.id, warn);
    return id.isEmpty()
        ? Run.NONE
        : Run.of(id, known.name, known.preset, known.deployment, known.workPool, known.workQueue);
  }

  /** Only what the environment says: labels and the object's own id are not known here. */
  private static Optional<PresetTable.Named> named(
      PresetTable presets, Function<String, @Nullable String> environment) {
    return presets
        .resolve(
            part -> {
              // RUNWHY_RUN_ID is looked at elsewhere
              String value =
                  part.startsWith(ENV) && !part.equals(ENV + RunKeys.ENV_RUN_ID)
                      ? environment.apply(part.substring(ENV.length()))
                      : null;
              return value == null ? "" : value;
            })
        .filter(known -> !known.id.isEmpty());
  }

  private static String option(Options options, Option option, Consumer<String> warn) {
    return usable(option.property() + " (" + option.variable() + ")", options.text(option), warn);
  }

  /** Empty when it is too long or holds control characters. */
  private static String usable(String name, String value, Consumer<String> warn) {
    if (value.length() > Run.MAX_LENGTH) {
      warn.accept(name + " is longer than " + Run.MAX_LENGTH + " characters and is not used");
      return "";
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      warn.accept(name + " holds control characters and is not used");
      return "";
    }
    return value;
  }

  private static String first(String one, String other) {
    return one.isEmpty() ? other : one;
  }
}
