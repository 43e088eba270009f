package io.runwhy.extension.stamp;

import io.runwhy.conventions.RunKeys;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.hook.Reflection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Writes identity and trace context onto a RunTask or StartTask request: into the environment of
 * the main container's override, and, where that is switched on, as tags. Names that are there stay
 * as they are. A request with a client token of the caller is not touched: a repeated one has to be
 * the same.
 */
public final class EcsStamp {
  /** Tags of one task; the limit of Amazon ECS. */
  static final int MAX_TAGS = 50;

  /** Length of a trace context, in characters. */
  private static final int TRACEPARENT = 55;

  /** Length of a run id that we make. */
  private static final int UUID = 36;

  private static final Pattern TAG_VALUE = Pattern.compile("[A-Za-z0-9 +=._:/@-]{1,256}");

  private final boolean env;
  private final boolean tags;

  public EcsStamp(Options options) {
    this.env = options.isOn(Option.STAMP_ECS);
    this.tags = options.isOn(Option.STAMP_ECS_TAGS);
  }

  /** Whether a run id that we make can be put onto a request. */
  public enum Room {
    FREE,
    /** The overrides would be longer than {@value OverridesSize#LIMIT} characters. */
    FULL,
    /** There is no place that is ours to write to. */
    NONE
  }

  /** A stamped request. */
  public static final class Stamped {
    /** The one that came in where nothing was to be written. */
    public final Object request;

    /** Whether something was left out because the overrides would be too long with it. */
    public final boolean tooLong;

    Stamped(Object request, boolean tooLong) {
      this.request = request;
      this.tooLong = tooLong;
    }
  }

  /** Whether a run id that we make can be put onto this request, beside a trace context. */
  public Room room(Object request, List<String> mains) {
    if (isFixed(request)) {
      return Room.NONE;
    }
    if (tags
        && Reflection.list(request, "tags").size() < MAX_TAGS
        && !has(request, "tags", "key", RunKeys.RUN_ID)) {
      return Room.FREE;
    }
    Object overrides = Reflection.get(request, "overrides");
    Object main = env ? main(overrides, mains) : null;
    if (overrides == null || main == null || has(main, "environment", "name", RunKeys.ENV_RUN_ID)) {
      return Room.NONE;
    }
    int size =
        OverridesSize.of(overrides)
            + OverridesSize.variable(RunKeys.ENV_RUN_ID, UUID)
            + OverridesSize.variable(RunKeys.ENV_TRACEPARENT, TRACEPARENT);
    return size <= OverridesSize.LIMIT ? Room.FREE : Room.FULL;
  }

  /**
   * Stamps a request.
   *
   * @param mains names of the main container, the likeliest first; may be empty
   * @param runId empty where it is not to be written
   * @param traceparent empty without a tracer
   */
  public Stamped stamp(Object request, List<String> mains, String runId, String traceparent)
      throws ReflectiveOperationException {
    if (isFixed(request)) {
      return new Stamped(request, false);
    }
    Stamped result =
        env ? withVariables(request, mains, runId, traceparent) : new Stamped(request, false);
    return tags
        ? new Stamped(withTags(result.request, runId, traceparent), result.tooLong)
        : result;
  }

  private static boolean isFixed(Object request) {
    return !Reflection.text(request, "clientToken").isEmpty();
  }

  private static Stamped withVariables(
      Object request, List<String> mains, String runId, String traceparent)
      throws ReflectiveOperationException {
    Object overrides = Reflection.get(request, "overrides");
    Object main = main(overrides, mains);
    if (overrides == null || main == null) {
      return new Stamped(request, false);
    }
    Variables variables = new Variables(main, OverridesSize.LIMIT - OverridesSize.of(overrides));
    variables.add(RunKeys.ENV_TRACEPARENT, traceparent);
    variables.add(RunKeys.ENV_RUN_ID, runId);
    if (!variables.changed) {
      return new Stamped(request, variables.tooLong);
    }
    List<Object> containers = new ArrayList<>(Reflection.list(overrides, "containerOverrides"));
    containers.set(place(containers, main), AwsModel.with(main, "environment", variables.all));
    Object changed = AwsModel.with(overrides, "containerOverrides", containers);
    return new Stamped(AwsModel.with(request, "overrides", changed), variables.tooLong);
  }

  /** Of that very object: another may be equal to it. */
  private static int place(List<Object> containers, Object main) {
    int index = 0;
    while (containers.get(index) != main) {
      index++;
    }
    return index;
  }

  /** The environment of an override, with what is added to it as far as there is room. */
  private static final class Variables {
    final List<Object> all;
    boolean changed;
    boolean tooLong;
    private final Object container;
    private int room;

    /**
     * @param room characters that are left
     */
    Variables(Object container, int room) {
      this.all = new ArrayList<>(Reflection.list(container, "environment"));
      this.container = container;
      this.room = room;
    }

    void add(String name, String value) throws ReflectiveOperationException {
      if (value.isEmpty() || has(container, "environment", "name", name)) {
        return;
      }
      int size = OverridesSize.variable(name, value);
      if (size > room) {
        tooLong = true;
        return;
      }
      all.add(AwsModel.fresh(container, "KeyValuePair", "name", name, "value", value));
      room -= size;
      changed = true;
    }
  }

  private static Object withTags(Object request, String runId, String traceparent)
      throws ReflectiveOperationException {
    List<Object> tags = new ArrayList<>(Reflection.list(request, "tags"));
    int before = tags.size();
    tag(tags, request, RunKeys.RUN_ID, runId);
    tag(tags, request, RunKeys.TRACEPARENT, traceparent);
    return tags.size() == before ? request : AwsModel.with(request, "tags", tags);
  }

  private static void tag(List<Object> tags, Object request, String key, String value)
      throws ReflectiveOperationException {
    if (TAG_VALUE.matcher(value).matches()
        && tags.size() < MAX_TAGS
        && !has(request, "tags", "key", key)) {
      tags.add(AwsModel.fresh(request, "Tag", "key", key, "value", value));
    }
  }

  /** The override of the main container, or null where it is not known which one that is. */
  private static @Nullable Object main(@Nullable Object overrides, List<String> mains) {
    List<?> containers = Reflection.list(overrides, "containerOverrides");
    for (String name : mains) {
      for (Object container : containers) {
        if (Reflection.text(container, "name").equals(name)) {
          return container;
        }
      }
    }
    return containers.size() == 1 && !Reflection.text(containers.get(0), "name").isEmpty()
        ? containers.get(0)
        : null;
  }

  private static boolean has(Object object, String list, String key, String name) {
    for (Object entry : Reflection.list(object, list)) {
      if (Reflection.text(entry, key).equals(name)) {
        return true;
      }
    }
    return false;
  }
}
