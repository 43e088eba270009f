package io.runwhy.bridge.emit;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.exporter.internal.FailedExportException.GrpcExportException;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Why an export failed. The exporter's own exception is the only place that tells; it lies in an
 * internal package, so it is read here and nowhere else.
 *
 * @param invalid whether the receiver will never take these records: sending them again is useless
 * @param reason for a person
 */
record ExportFailure(boolean invalid, String reason) {

  static ExportFailure of(CompletableResultCode result) {
    Throwable cause = result.getFailureThrowable();
    if (cause instanceof HttpExportException http && http.getResponse() != null) {
      int status = http.getResponse().getStatusCode();
      return new ExportFailure(
          status == 400 || status == 413 || status == 422,
          "the receiver answered HTTP " + status + " " + http.getResponse().getStatusMessage());
    }
    if (cause instanceof GrpcExportException grpc && grpc.getResponse() != null) {
      GrpcStatusCode status = grpc.getResponse().getStatusCode();
      return new ExportFailure(
          status == GrpcStatusCode.INVALID_ARGUMENT,
          "the receiver answered gRPC " + status + " " + grpc.getResponse().getStatusDescription());
    }
    return new ExportFailure(false, words(cause));
  }

  private static String words(@Nullable Throwable cause) {
    Throwable root =
        cause instanceof FailedExportException && cause.getCause() != null
            ? cause.getCause()
            : cause;
    if (root == null) {
      return "no answer in time";
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}
