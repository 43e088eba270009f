package io.runwhy.conventions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How the objects of one orchestrator say whose they are. The language is described at the head of
 * the bridge's {@code presets.yaml}; a part that an object does not have is an empty text.
 */
public final class Preset {
  /** A value of a preset: alternatives, of which the first that gives something counts. */
  public enum Field {
    RUN_ID,
    RUN_NAME,
    DEPLOYMENT,
    WORK_POOL,
    WORK_QUEUE;

    /** As files write it, for example {@code run_id}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String name;
  private final List<String> conditions = new ArrayList<>();
  private final Map<Field, List<List<Part>>> values = new EnumMap<>(Field.class);
  private final List<String> mains;

  /** One part of an alternative. */
  private static final class Part {
    private final String expression;
    private final boolean optional;

    Part(String text) {
      String part = text.trim();
      optional = part.endsWith("?");
      expression = optional ? part.substring(0, part.length() - 1) : part;
    }
  }

  /**
   * A preset.
   *
   * @param when what must hold; empty for nothing
   * @param alternatives gives for a field its alternatives
   * @param mains names of the container that is the run, the likeliest first
   */
  public Preset(
      String name,
      List<String> when,
      Function<Field, List<String>> alternatives,
      List<String> mains) {
    this.name = name;
    when.stream().filter(w -> !w.isEmpty()).forEach(conditions::add);
    for (Field field : Field.values()) {
      List<List<Part>> parsed = new ArrayList<>();
      alternatives.apply(field).forEach(text -> parsed.add(parts(text)));
      values.put(field, parsed);
    }
    this.mains = Collections.unmodifiableList(new ArrayList<>(mains));
  }

  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    for (String part : text.split(" \\+ ", -1)) {
      parts.add(new Part(part));
    }
    return parts;
  }

  public String name() {
    return name;
  }

  /** Names of the container that is the run, the likeliest first; may be empty. */
  public List<String> mains() {
    return mains;
  }

  /**
   * Whether the object can be of this orchestrator at all: each condition is a part that must be
   * there, one that must not ({@code ! part}), or one with the value it must have ({@code part =
   * value}).
   */
  public boolean holds(UnaryOperator<String> object) {
    for (String condition : conditions) {
      int equals = condition.indexOf(" = ");
      boolean not = condition.startsWith("! ");
      boolean holds =
          equals > 0
              ? object.apply(condition.substring(0, equals)).equals(condition.substring(equals + 3))
              : object.apply(not ? condition.substring(2) : condition).isEmpty() == not;
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  /** The field's value; empty when no alternative gives one. */
  public String value(Field field, UnaryOperator<String> object) {
    for (List<Part> parts : values.getOrDefault(field, Collections.emptyList())) {
      String text = joined(parts, object);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  /** Empty when a part that must be there is missing. */
  private static String joined(List<Part> parts, UnaryOperator<String> object) {
    if (parts.size() == 1) {
      return object.apply(parts.get(0).expression);
    }
    StringBuilder result = new StringBuilder();
    for (Part part : parts) {
      String value = object.apply(part.expression);
      if (value.isEmpty() && !part.optional) {
        return "";
      }
      if (!value.isEmpty()) {
        result.append(result.length() == 0 ? "" : "/").append(value);
      }
    }
    return result.toString();
  }
}
