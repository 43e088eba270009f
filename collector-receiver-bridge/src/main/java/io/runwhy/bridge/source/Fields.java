package io.runwhy.bridge.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads fields of an object that somebody else wrote: what is missing, null or of another type is
 * the absence, never an error.
 */
public final class Fields {
  /**
   * Characters kept of one text field; a message of megabytes says what it has to say at its
   * beginning and end.
   */
  public static final int TEXT_LIMIT = 32 * 1024;

  /** Elements kept of one list, and entries of one map. */
  public static final int LIST_LIMIT = 1_000;

  private static final Instant FIRST_BELIEVABLE = Instant.parse("2000-01-01T00:00:00Z");

  private Fields() {}

  public static @Nullable JsonNode child(@Nullable JsonNode node, String key) {
    JsonNode value = node == null ? null : node.get(key);
    return value == null || value.isNull() || value.isMissingNode() ? null : value;
  }

  /** The node at a path of keys; null when a step is missing. */
  public static @Nullable JsonNode at(@Nullable JsonNode node, String... path) {
    JsonNode current = node;
    for (String key : path) {
      current = child(current, key);
    }
    return current;
  }

  /** A text, cut in its middle when it is too long; empty when there is none. */
  public static String text(@Nullable JsonNode node, String key) {
    JsonNode value = child(node, key);
    return value == null || !value.isValueNode() ? "" : cut(value.asString());
  }

  public static boolean flag(@Nullable JsonNode node, String key) {
    JsonNode value = child(node, key);
    return value != null && value.isBoolean() && value.asBoolean();
  }

  public static @Nullable Boolean flagOrNull(@Nullable JsonNode node, String key) {
    JsonNode value = child(node, key);
    return value == null || !value.isBoolean() ? null : value.asBoolean();
  }

  public static int number(@Nullable JsonNode node, String key) {
    Long value = longOrNull(node, key);
    return value == null
        ? 0
        : (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }

  public static @Nullable Integer intOrNull(@Nullable JsonNode node, String key) {
    return longOrNull(node, key) == null ? null : number(node, key);
  }

  public static @Nullable Long longOrNull(@Nullable JsonNode node, String key) {
    JsonNode value = child(node, key);
    return value == null || !value.isIntegralNumber() || !value.canConvertToLong()
        ? null
        : value.asLong();
  }

  /** A time; null when there is none, it is unreadable, or it is a stand-in (year 1, 1970). */
  public static @Nullable Instant time(@Nullable JsonNode node, String key) {
    JsonNode value = child(node, key);
    if (value == null || !value.isString()) {
      return null;
    }
    try {
      Instant time = OffsetDateTime.parse(value.asString()).toInstant();
      return time.isBefore(FIRST_BELIEVABLE) ? null : time;
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  /** The elements of a list that are objects, at most {@link #LIST_LIMIT}. */
  public static List<JsonNode> objects(@Nullable JsonNode node, String key) {
    List<JsonNode> result = new ArrayList<>();
    JsonNode list = child(node, key);
    if (list != null && list.isArray()) {
      for (JsonNode element : list) {
        if (element.isObject() && result.size() < LIST_LIMIT) {
          result.add(element);
        }
      }
    }
    return result;
  }

  public static List<String> texts(@Nullable JsonNode node, String key) {
    List<String> result = new ArrayList<>();
    JsonNode list = child(node, key);
    if (list != null && list.isArray()) {
      for (JsonNode element : list) {
        if (element.isValueNode() && !element.isNull() && result.size() < LIST_LIMIT) {
          result.add(cut(element.asString()));
        }
      }
    }
    return result;
  }

  public static Map<String, String> textMap(@Nullable JsonNode node, String key) {
    JsonNode map = child(node, key);
    if (map == null || !map.isObject()) {
      return Map.of();
    }
    Map<String, String> result = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      if (entry.getValue().isValueNode()
          && !entry.getValue().isNull()
          && result.size() < LIST_LIMIT) {
        result.put(entry.getKey(), cut(entry.getValue().asString()));
      }
    }
    return result;
  }

  /** A subtree as compact JSON; empty when there is none. */
  public static String json(@Nullable JsonNode node, String key) {
    JsonNode value = child(node, key);
    return value == null || value.isEmpty() ? "" : cut(value.toString());
  }

  public static String cut(String text) {
    if (text.length() <= TEXT_LIMIT) {
      return text;
    }
    int half = TEXT_LIMIT / 2;
    int head = Character.isHighSurrogate(text.charAt(half - 1)) ? half - 1 : half;
    int tail = text.length() - half;
    if (Character.isLowSurrogate(text.charAt(tail))) {
      tail++;
    }
    return text.substring(0, head) + " … " + text.substring(tail);
  }
}
