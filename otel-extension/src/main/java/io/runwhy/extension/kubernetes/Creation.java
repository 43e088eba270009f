package io.runwhy.extension.kubernetes;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.conventions.refusal.Verdict;
import io.runwhy.extension.stamp.Model;
import io.runwhy.extension.stamp.Undo;
import io.runwhy.extension.submit.Submission;
import java.util.LinkedHashMap;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** One object on its way to the API server. */
final class Creation {
  private final ApiObject object;
  private final Submission submission;
  private final Object sent;
  private final Undo undo;
  private final boolean told;
  private @Nullable Scope scope;

  Creation(ApiObject object, Submission submission, Object sent, Undo undo, boolean told) {
    this.object = object;
    this.submission = submission;
    this.sent = sent;
    this.undo = undo;
    this.told = told;
  }

  ApiObject object() {
    return object;
  }

  Submission submission() {
    return submission;
  }

  /** What is to be sent: the caller's object, or a copy. */
  Object sent() {
    return sent;
  }

  /** The last step of the beginning: HTTP spans of the call become children. */
  @SuppressWarnings("MustBeClosed")
  void enter() {
    scope = submission.makeCurrent();
  }

  /** On the caller's thread, when the object is sent: it gets its own object back. */
  void leave() {
    Scope open = scope;
    scope = null;
    try {
      undo.run();
    } finally {
      if (open != null) {
        open.close();
      }
    }
  }

  /** The object was created. */
  void created(@Nullable Object answer) {
    if (!told && object.kind().isRun()) {
      submission.tellState();
    }
    submission.created(attributes(answer));
  }

  /** The object was refused. */
  void refused(Throwable thrown) {
    ApiError error = ApiError.of(thrown);
    Verdict verdict = error.verdict(object.kind().wireName(), object.namespace(), object.name());
    if (!object.kind().isRun() && submission.run().id().isEmpty()) {
      failed(verdict);
      return;
    }
    if (!told && object.kind().isRun()) {
      submission.tellState();
    }
    submission.refused(verdict, thrown);
  }

  /** The request failed, but no run with it. */
  void failed(Verdict verdict) {
    submission.span().setAttribute(RunAttributes.ERROR_TYPE, verdict.code());
    submission.span().setStatus(StatusCode.ERROR, verdict.code());
    submission.ignored();
  }

  /** The request was about an object that was there before. */
  void ignored() {
    submission.ignored();
  }

  private Map<String, Object> attributes(@Nullable Object answer) {
    Object meta = Model.get(answer, "metadata");
    Map<String, Object> attributes = new LinkedHashMap<>();
    put(attributes, RunAttributes.K8S_NAMESPACE_NAME, Model.text(meta, "namespace"));
    put(attributes, object.kind().nameKey(), Model.text(meta, "name"));
    put(attributes, object.kind().uidKey(), Model.text(meta, "uid"));
    return attributes;
  }

  private static void put(Map<String, Object> attributes, String key, String value) {
    if (!value.isEmpty()) {
      attributes.put(key, value);
    }
  }
}
