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

  private Identity() {}

  /**
   * Of this process: what the options say goes before what the environment says. RUNWHY_RUN_ID is
   * the variable of an option, but has its place among what the environment says.
   *
   * @param warn is told of each text that is not used
   */
  static Run own(
      Options options, Function<String, @Nullable String> environment, Consumer<String> warn) {
    String id = option(options, Option.RUN_ID, warn);
    boolean asked = !id.isEmpty() && !id.equals(environment.apply(RunKeys.ENV_RUN_ID));
    Run known =
        asked
            ? Run.of(id, "", "runwhy", "", "", "")
            : ofEnvironment(
                name -> name.equals(RunKeys.ENV_RUN_ID) ? id : environment.apply(name), warn);
    return Run.of(
        known.id(),
        first(option(options, Option.RUN_NAME, warn), known.name()),
        known.orchestrator(),
        first(option(options, Option.RUN_DEPLOYMENT, warn), known.deployment()),
        first(option(options, Option.RUN_WORK_POOL, warn), known.workPool()),
        first(option(options, Option.RUN_WORK_QUEUE, warn), known.workQueue()));
  }

  /**
   * Of a process with this environment; {@link Run#NONE} when it names none.
   *
   * @param warn is told of an id that is not used
   */
  public static Run ofEnvironment(
      Function<String, @Nullable String> environment, Consumer<String> warn) {
    Optional<PresetTable.Named> named =
        PresetTable.environment()
            .resolve(
                part -> {
                  String value =
                      part.startsWith(ENV) ? environment.apply(part.substring(ENV.length())) : null;
                  return value == null ? "" : value;
                });
    if (!named.isPresent()) {
      return Run.NONE;
    }
    PresetTable.Named known = named.get();
    String id = usable("the run's id in the environment", known.id, warn);
    return id.isEmpty()
        ? Run.NONE
        : Run.of(id, known.name, known.preset, known.deployment, known.workPool, known.workQueue);
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
