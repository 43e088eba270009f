package io.runwhy.extension.kubernetes;

import io.runwhy.conventions.PresetTable;
import io.runwhy.conventions.RunAttributes;
import io.runwhy.conventions.RunKeys;
import io.runwhy.extension.run.Run;
import io.runwhy.extension.stamp.OwnStamps;
import io.runwhy.extension.stamp.PodStamp;
import io.runwhy.extension.stamp.Undo;
import io.runwhy.extension.submit.Submission;
import io.runwhy.extension.submit.Submitter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Begins what is told of an object that is sent to the API server, and stamps it. */
final class Creations {
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final Submitter submitter;
  private final PresetTable presets;
  private final PodStamp stamp;
  private final OwnStamps own;
  private final Consumer<String> warn;
  private final AtomicBoolean warned = new AtomicBoolean();

  Creations(
      Submitter submitter,
      PresetTable presets,
      PodStamp stamp,
      OwnStamps own,
      Consumer<String> warn) {
    this.submitter = submitter;
    this.presets = presets;
    this.stamp = stamp;
    this.own = own;
    this.warn = warn;
  }

  /**
   * An object is about to be created.
   *
   * @param certain whether a refusal ends the run: not where the caller replaces what is there
   */
  Creation create(ApiObject object, boolean certain) {
    boolean workload = !object.kind().isRun();
    Identity identity = identity(object, stamp.labels());
    boolean told = certain && !workload;
    Submission submission = begin(object, identity.run, told);
    Undo undo = new Undo();
    Object sent = object.model();
    // a stranger's object that a controller compares with its own idea of it stays as it is
    if (!workload || !object.isOwned()) {
      sent =
          stamped(
              object,
              undo,
              () ->
                  stamp.create(
                      object.model(),
                      object.kind().shape(),
                      carried(object, identity, submission),
                      undo));
    }
    return new Creation(object, submission, sent, undo, told);
  }

  /**
   * An object is about to be applied; only the answer shows whether that creates it.
   *
   * @param applied remembers what the same object was stamped with a moment ago
   */
  Creation apply(ApiObject object, Applied applied) {
    Submission submission = begin(object, identity(object, false).run, false);
    Undo undo = new Undo();
    Object sent = object.model();
    if (!object.isOwned()) {
      String traceparent = applied.traceparent(object, submission.traceparent());
      sent = stamped(object, undo, () -> stamp.apply(object.model(), traceparent, undo));
    }
    return new Creation(object, submission, sent, undo, false);
  }

  private Identity identity(ApiObject object, boolean labels) {
    try {
      return Identity.of(object, presets, labels, own);
    } catch (RuntimeException | LinkageError e) {
      warn(object, e);
      return Identity.unknown(object);
    }
  }

  private Submission begin(ApiObject object, Run run, boolean told) {
    String kind = object.kind().wireName();
    String name = object.name();
    Map<String, Object> attributes = new LinkedHashMap<>();
    put(attributes, RunAttributes.K8S_NAMESPACE_NAME, object.namespace());
    put(attributes, object.kind().nameKey(), name);
    String message =
        "creates "
            + kind
            + (name.isEmpty() ? "" : " " + name)
            + (object.namespace().isEmpty() ? "" : " in namespace " + object.namespace());
    String action = "submit " + kind.toLowerCase(Locale.ROOT);
    return told
        ? submitter.begin(action, run, message, attributes)
        : submitter.beginQuietly(action, run, message, attributes);
  }

  private static void put(Map<String, Object> attributes, String key, String value) {
    if (!value.isEmpty()) {
      attributes.put(key, value);
    }
  }

  private PodStamp.Carried carried(ApiObject object, Identity identity, Submission submission) {
    String id = identity.run.id().equals(identity.id) ? identity.run.id() : "";
    return new PodStamp.Carried(
        traceparent(object, submission), identity.label, id, object.main(identity.mains));
  }

  /** The trace that the user chose for the object, else that of this submission. */
  private String traceparent(ApiObject object, Submission submission) {
    String annotation = object.annotation(RunKeys.TRACEPARENT);
    String env = object.value("env:" + RunKeys.ENV_TRACEPARENT);
    if (isTheirs(RunKeys.TRACEPARENT, annotation)) {
      return annotation;
    }
    return isTheirs(RunKeys.ENV_TRACEPARENT, env) ? env : submission.traceparent();
  }

  private boolean isTheirs(String key, String value) {
    return TRACEPARENT.matcher(value).matches() && !own.contains(key, value);
  }

  private interface Stamping {
    Object stamped();
  }

  /** The object itself when it cannot be stamped. */
  private Object stamped(ApiObject object, Undo undo, Stamping stamping) {
    try {
      return stamping.stamped();
    } catch (RuntimeException | LinkageError e) {
      undo.run();
      warn(object, e);
      return object.model();
    }
  }

  private void warn(ApiObject object, Throwable e) {
    if (warned.compareAndSet(false, true)) {
      warn.accept(
          "a "
              + object.kind().wireName()
              + " cannot be stamped and is sent as it is ("
              + e
              + "); runwhy.stamp.annotation.enabled, runwhy.stamp.label.enabled and"
              + " runwhy.stamp.env.enabled switch that off");
    }
  }
}
