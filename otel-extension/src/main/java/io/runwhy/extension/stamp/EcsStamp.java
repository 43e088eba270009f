package io.runwhy.extension.stamp;

import io.runwhy.conventions.RunKeys;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
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
  private final LongAdder tooLong = new LongAdder();

  public EcsStamp(Options options) {
    this.env = options.isOn(Option.STAMP_ECS);
    this.tags = options.isOn(Option.STAMP_ECS_TAGS);
  }

  /** Requests whose overrides had no room left. */
  public long tooLong() {
    return tooLong.sum();
  }

  /** Whether a run id that we make can be put onto this request. */
  public boolean canName(Object request, List<String> mains) {
    if (isFixed(request)) {
      return false;
    }
    if (tags && AwsModel.list(request, "tags").size() < MAX_TAGS) {
      return true;
    }
    Object overrides = AwsModel.get(request, "overrides");
    Object main = env ? main(overrides, mains) : null;
    return main != null
        && overrides != null
        && !has(main, "environment", "name", RunKeys.ENV_RUN_ID)
        && OverridesSize.of(overrides)
                + OverridesSize.variable(RunKeys.ENV_RUN_ID, blank(UUID))
                + OverridesSize.variable(RunKeys.ENV_TRACEPARENT, blank(TRACEPARENT))
            <= OverridesSize.LIMIT;
  }

  /**
   * Stamps a request.
   *
   * @param mains names of the main container, the likeliest first; may be empty
   * @param runId empty where it is not to be written
   * @param traceparent empty without a tracer
   * @return the request itself where nothing is to be written
   */
  public Object stamp(Object request, List<String> mains, String runId, String traceparent)
      throws ReflectiveOperationException {
    if (isFixed(request)) {
      return request;
    }
    Object result = env ? withVariables(request, mains, runId, traceparent) : request;
    return tags ? withTags(result, runId, traceparent) : result;
  }

  private static boolean isFixed(Object request) {
    return !AwsModel.text(request, "clientToken").isEmpty();
  }

  private Object withVariables(Object request, List<String> mains, String runId, String traceparent)
      throws ReflectiveOperationException {
    Object overrides = AwsModel.get(request, "overrides");
    Object main = main(overrides, mains);
    if (overrides == null || main == null) {
      return request;
    }
    List<Object> variables = new ArrayList<>(AwsModel.list(main, "environment"));
    int before = variables.size();
    int size = OverridesSize.of(overrides);
    size += add(variables, main, RunKeys.ENV_TRACEPARENT, traceparent);
    size += add(variables, main, RunKeys.ENV_RUN_ID, runId);
    if (variables.size() == before) {
      return request;
    }
    if (size > OverridesSize.LIMIT) {
      tooLong.increment();
      return request;
    }
    List<Object> containers = new ArrayList<>(AwsModel.list(overrides, "containerOverrides"));
    containers.set(containers.indexOf(main), AwsModel.with(main, "environment", variables));
    return AwsModel.with(
        request, "overrides", AwsModel.with(overrides, "containerOverrides", containers));
  }

  /** Adds a variable that is not there, and says how long it is. */
  private static int add(List<Object> variables, Object main, String name, String value)
      throws ReflectiveOperationException {
    if (value.isEmpty() || has(main, "environment", "name", name)) {
      return 0;
    }
    variables.add(AwsModel.fresh(main, "KeyValuePair", "name", name, "value", value));
    return OverridesSize.variable(name, value);
  }

  private static Object withTags(Object request, String runId, String traceparent)
      throws ReflectiveOperationException {
    List<Object> tags = new ArrayList<>(AwsModel.list(request, "tags"));
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
    List<?> containers = AwsModel.list(overrides, "containerOverrides");
    for (String name : mains) {
      for (Object container : containers) {
        if (AwsModel.text(container, "name").equals(name)) {
          return container;
        }
      }
    }
    return containers.size() == 1 && !AwsModel.text(containers.get(0), "name").isEmpty()
        ? containers.get(0)
        : null;
  }

  private static boolean has(Object object, String list, String key, String name) {
    for (Object entry : AwsModel.list(object, list)) {
      if (AwsModel.text(entry, key).equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static String blank(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(' ');
    }
    return text.toString();
  }
}
