package io.runwhy.extension.kubernetes;

import io.runwhy.conventions.Redactor;
import io.runwhy.conventions.refusal.Refusals;
import io.runwhy.conventions.refusal.Verdict;
import io.runwhy.extension.stamp.Model;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** What the API server, or the way to it, said to a refused request. */
final class ApiError {
  /** Causes of a throwable that are looked at. */
  static final int MAX_DEPTH = 8;

  /** Longest message, in characters. */
  static final int MAX_MESSAGE = 4_096;

  private final Throwable thrown;
  private int status;
  private String reason = "";
  private String message = "";
  private boolean unreachable;

  private ApiError(Throwable thrown) {
    this.thrown = thrown;
  }

  /** Reads the exceptions of fabric8 and of the official client, and their causes. */
  static ApiError of(Throwable thrown) {
    ApiError error = new ApiError(thrown);
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MAX_DEPTH && error.status == 0; i++) {
      error.read(cause);
      cause = cause.getCause();
    }
    if (error.message.isEmpty()) {
      error.message = String.valueOf(thrown.getMessage());
    }
    return error;
  }

  private void read(Throwable cause) {
    unreachable |= cause instanceof IOException || cause instanceof TimeoutException;
    Object code = Model.get(cause, "code");
    if (!(code instanceof Integer) || (Integer) code < 100 || (Integer) code > 599) {
      return;
    }
    status = (Integer) code;
    Object answer = Model.get(cause, "status");
    String body = Model.text(cause, "responseBody");
    reason = answer == null ? StatusBody.text(body, "reason") : Model.text(answer, "reason");
    message = answer == null ? StatusBody.text(body, "message") : Model.text(answer, "message");
    if (message.isEmpty()) {
      message = body.isEmpty() ? String.valueOf(cause.getMessage()) : body;
    }
  }

  /** HTTP status; 0 when there was no answer. */
  int status() {
    return status;
  }

  String message() {
    return message;
  }

  /** Why, and what to change. */
  Verdict verdict(String kind, String namespace, String name) {
    if (status == 0 && unreachable) {
      return Refusals.unreachable("the Kubernetes API", thrown);
    }
    String cut = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    return Refusals.kubernetes(kind, namespace, name, status, reason, Redactor.redact(cut));
  }

  /** Whether the message shows that the object was there before. */
  boolean isOfExisting() {
    return status == 409 || message.contains("immutable");
  }
}
