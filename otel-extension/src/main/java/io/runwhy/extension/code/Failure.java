package io.runwhy.extension.code;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Why a step failed: what the service answered and what was thrown. */
final class Failure {
  /** Most causes of an exception that are read. */
  static final int MAX_CAUSES = 8;

  private final String code;
  private final int status;
  private final String type;
  private final String message;
  private final String text;
  private final Map<String, Object> attributes;

  /**
   * @param code of the service, for example NoSuchKey; empty when there is none
   * @param status of HTTP; 0 when there was no answer
   * @param type class of what was thrown; empty when nothing was
   * @param text all that was said, class names included
   */
  Failure(String code, int status, String type, String message, String text) {
    this(code, status, type, message, text, new LinkedHashMap<>());
  }

  private Failure(
      String code,
      int status,
      String type,
      String message,
      String text,
      Map<String, Object> attributes) {
    this.code = SafeText.of(code);
    this.status = status;
    this.type = type;
    this.message = SafeText.of(message);
    this.text = SafeText.of(text);
    this.attributes = attributes;
  }

  /** A call that answered with a status instead of throwing. */
  static Failure answered(int status) {
    return new Failure("", status, "", "HTTP status " + status, "HTTP status " + status);
  }

  /** What was thrown, with all its causes. */
  static Failure thrown(String code, int status, Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable cause = thrown;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      text.append(i == 0 ? "" : " <- ").append(cause.getClass().getSimpleName()).append(": ");
      text.append(cut(cause.getMessage()));
      cause = cause.getCause() == cause ? null : cause.getCause();
    }
    String message = cut(thrown.getMessage());
    return new Failure(code, status, thrown.getClass().getName(), message, text.toString());
  }

  Failure with(String key, String value) {
    Map<String, Object> more = new LinkedHashMap<>(attributes);
    more.put(key, SafeText.of(value));
    return new Failure(code, status, type, message, text, more);
  }

  /** Low in cardinality: the service's code, else the status, else the class. */
  String errorType() {
    return !code.isEmpty() ? code : status > 0 ? Integer.toString(status) : type;
  }

  String code() {
    return code;
  }

  int status() {
    return status;
  }

  /** Class of what was thrown; empty when nothing was. */
  String type() {
    return type;
  }

  String message() {
    return message;
  }

  String text() {
    return text;
  }

  String lowerText() {
    return text.toLowerCase(Locale.ROOT);
  }

  Map<String, Object> attributes() {
    return attributes;
  }

  private static String cut(@Nullable String text) {
    if (text == null) {
      return "";
    }
    int each = SafeText.MAX_LENGTH / 4;
    return text.length() > each ? SafeText.of(text.substring(0, each)) : text;
  }
}
