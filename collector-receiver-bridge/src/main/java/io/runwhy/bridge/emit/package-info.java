/**
 * Run changes to OTLP: log records, spans and metrics with deterministic ids, a bounded queue,
 * retry without end. The only room that knows OpenTelemetry's types.
 */
@NullMarked
package io.runwhy.bridge.emit;

import org.jspecify.annotations.NullMarked;
