package io.runwhy.bridge.source;

import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.RunKey;
import io.runwhy.conventions.RunKeys;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of one orchestrator say whose they are. The language of the values is in {@code
 * presets.yaml}.
 */
record Preset(
    String name,
    String when,
    List<Value> runId,
    List<Value> runName,
    List<Value> deployment,
    List<Value> workPool,
    List<Value> workQueue,
    List<String> mains) {

  /** One alternative: parts that are joined. */
  record Value(List<Part> parts) {
    static Value parse(String text) {
      return new Value(List.of(text.split(" \\+ ", -1)).stream().map(Part::parse).toList());
    }

    /** Empty when a part that must be there is missing. */
    String of(Function<String, String> values) {
      if (parts.size() == 1) {
        return values.apply(parts.get(0).expression());
      }
      StringBuilder result = new StringBuilder();
      for (Part part : parts) {
        String value = values.apply(part.expression());
        if (value.isEmpty() && !part.optional()) {
          return "";
        }
        if (!value.isEmpty()) {
          result.append(result.isEmpty() ? "" : "/").append(value);
        }
      }
      return result.toString();
    }
  }

  record Part(String expression, boolean optional) {
    static Part parse(String text) {
      String part = text.strip();
      return part.endsWith("?")
          ? new Part(part.substring(0, part.length() - 1), true)
          : new Part(part, false);
    }
  }

  /** The identity, or null when the object is not of this orchestrator. */
  @Nullable RunIdentity resolve(String cluster, Described object) {
    if (!holds(object)) {
      return null;
    }
    String id = first(runId, object::sharedValue);
    if (id.isEmpty()) {
      return null;
    }
    String runName = first(this.runName, object::value);
    String traceparent = object.value("annotation:" + RunKeys.TRACEPARENT);
    if (traceparent.isEmpty()) {
      traceparent = object.value("env:" + RunKeys.ENV_TRACEPARENT);
    }
    return new RunIdentity(
        new RunKey(cluster, id),
        runName.isEmpty() ? object.name() : runName,
        name,
        Interner.intern(object.namespace()),
        orNull(first(deployment, object::value)),
        shared(first(workPool, object::value)),
        shared(first(workQueue, object::value)),
        mains.stream().filter(object::hasContainer).findFirst().orElse(null),
        orNull(traceparent));
  }

  private boolean holds(Described object) {
    int equals = when.indexOf(" = ");
    if (equals > 0) {
      return object.value(when.substring(0, equals)).equals(when.substring(equals + 3));
    }
    return when.isEmpty() || !object.value(when).isEmpty();
  }

  private static String first(List<Value> values, Function<String, String> object) {
    for (Value value : values) {
      String text = value.of(object);
      if (!text.isEmpty()) {
        return text;
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
}
