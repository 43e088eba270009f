package io.runwhy.extension.code;

import io.opentelemetry.proto.logs.v1.LogRecord;
import io.runwhy.extension.testing.OtlpReceiver;
import java.util.List;
import java.util.Map;

/** A {@code runwhy.code.pull} record as a test reads it. */
record Told(String severity, String body, Map<String, String> attributes, LogRecord record) {
  static List<Told> by(OtlpReceiver receiver) {
    return receiver.events("runwhy.code.pull").stream()
        .map(
            r ->
                new Told(
                    r.getSeverityText(),
                    r.getBody().getStringValue(),
                    OtlpReceiver.attributes(r.getAttributesList()),
                    r))
        .toList();
  }

  String get(String key) {
    return attributes.getOrDefault(key, "");
  }

  /** "clone done", "clone started", "clone failed git-branch": step and how it went. */
  String brief() {
    String how =
        attributes.containsKey("error.type")
            ? "failed " + get("error.type").replaceAll(".*\\.", "")
            : attributes.containsKey("runwhy.code.duration") ? "done" : "started";
    return get("runwhy.code.step") + " " + how;
  }
}
