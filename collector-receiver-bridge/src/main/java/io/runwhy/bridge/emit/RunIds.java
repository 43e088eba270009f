package io.runwhy.bridge.emit;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.runwhy.bridge.model.RunIdentity;
import io.runwhy.bridge.model.StateEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ids of traces, spans and records, all derived: the same run gives the same ids after a restart, a
 * replay or in a second replica. The trace id is the first half of SHA-256 of cluster and run id,
 * unless the object carries a traceparent.
 */
final class RunIds {
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);

  private final String traceId;
  private final SpanContext parent;
  private final String key;

  private RunIds(String traceId, SpanContext parent, String key) {
    this.traceId = traceId;
    this.parent = parent;
    this.key = key;
  }

  static RunIds of(RunIdentity run) {
    String key = run.key().cluster() + '\n' + run.key().runId();
    String traceparent = run.traceparent();
    if (traceparent != null) {
      Matcher matcher = TRACEPARENT.matcher(traceparent);
      if (matcher.matches()
          && !matcher.group(1).equals(NO_TRACE)
          && !matcher.group(2).equals(NO_SPAN)) {
        SpanContext parent =
            SpanContext.createFromRemoteParent(
                matcher.group(1),
                matcher.group(2),
                TraceFlags.fromHex(matcher.group(3), 0),
                TraceState.getDefault());
        return new RunIds(matcher.group(1), parent, key);
      }
    }
    return new RunIds(sha256(key).substring(0, 32), SpanContext.getInvalid(), key);
  }

  String traceId() {
    return traceId;
  }

  /** The submitter's span; invalid when there is none. */
  SpanContext parent() {
    return parent;
  }

  /** The run's root span. */
  SpanContext root() {
    return context(sha256(key + "\nroot").substring(0, 16));
  }

  /** The span of one stage of one attempt. */
  SpanContext stage(StateEntry entry) {
    String stage = entry.stage() == null ? "" : entry.stage().wireName();
    return context(
        sha256(key + "\nstage\n" + entry.attempt() + '\n' + stage + '\n' + entry.start())
            .substring(0, 16));
  }

  /** The id of one record, from what makes it this record. */
  String record(String... parts) {
    return sha256(key + "\nrecord\n" + String.join("\n", parts)).substring(0, 32);
  }

  private SpanContext context(String spanId) {
    return SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
