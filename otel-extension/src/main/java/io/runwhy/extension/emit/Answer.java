package io.runwhy.extension.emit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.lang.reflect.Method;
import java.net.ConnectException;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What came of an export. */
enum Answer {
  DELIVERED,
  /** Not now: no answer, too busy, not let in, nobody home. Tried again for ever. */
  LATER,
  /** Not like this: the records themselves are refused. */
  REFUSED,
  /** The receiver failed on it; that is its own trouble, or that of one record. */
  FAILED;

  /** Causes of a failure that are looked at. */
  private static final int MAX_CAUSES = 8;

  /** By the status of HTTP. What may be a matter of set-up (401, 403, 404) is tried again. */
  static Answer ofHttp(int status) {
    switch (status) {
      case 400:
      case 413:
      case 415:
      case 422:
        return REFUSED;
      case 500:
        return FAILED;
      default:
        return status >= 200 && status < 300 ? DELIVERED : LATER;
    }
  }

  /** By the status of gRPC. */
  static Answer ofGrpc(int status) {
    switch (status) {
      case 0:
        return DELIVERED;
      case 3: // invalid argument
        return REFUSED;
      case 2: // unknown
      case 13: // internal
        return FAILED;
      default:
        return LATER;
    }
  }

  static Answer of(CompletableResultCode result) {
    if (!result.isDone()) {
      return LATER;
    }
    return result.isSuccess() ? DELIVERED : of(result.getFailureThrowable());
  }

  /**
   * By the exception of the SDK's exporters. Its type is internal and its methods change their
   * names, so they are looked for; without them it is {@link #LATER}.
   */
  static Answer of(@Nullable Throwable failure) {
    Integer status = failure == null ? null : status(failure);
    if (failure == null || status == null) {
      return LATER;
    }
    return isGrpc(failure) ? ofGrpc(status) : ofHttp(status);
  }

  /** Whether somebody answered at all. */
  static boolean isAnswered(CompletableResultCode result) {
    Throwable failure = result.getFailureThrowable();
    return result.isDone() && (result.isSuccess() || (failure != null && status(failure) != null));
  }

  /** Whether nobody listens there. */
  static boolean isConnectionRefused(CompletableResultCode result) {
    Throwable failure = result.getFailureThrowable();
    for (int depth = 0; failure != null && depth < MAX_CAUSES; depth++) {
      if (failure instanceof ConnectException) {
        return true;
      }
      failure = failure.getCause();
    }
    return false;
  }

  /** What went wrong, for people. */
  static String reason(CompletableResultCode result) {
    if (!result.isDone()) {
      return "no answer in time";
    }
    Throwable failure = result.getFailureThrowable();
    if (failure == null) {
      return "unknown reason";
    }
    Integer status = status(failure);
    if (status != null) {
      return (isGrpc(failure) ? "gRPC status " : "HTTP status ") + status;
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.getClass().getSimpleName()
        + ": "
        + Event.cut(String.valueOf(cause.getMessage()), 200);
  }

  private static boolean isGrpc(Throwable failure) {
    return failure.getClass().getSimpleName().startsWith("Grpc");
  }

  private static @Nullable Integer status(Throwable failure) {
    try {
      Object response = call(failure, "getResponse");
      if (response == null) {
        return null;
      }
      Object status = call(response, "getStatusCode", "statusCode", "grpcStatusValue");
      if (status != null && !(status instanceof Integer)) {
        status = call(status, "getValue");
      }
      return status instanceof Integer ? (Integer) status : null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  private static @Nullable Object call(Object target, String... names)
      throws ReflectiveOperationException {
    for (String name : names) {
      Method method = find(target.getClass(), name);
      if (method != null) {
        method.setAccessible(true);
        return method.invoke(target);
      }
    }
    return null;
  }

  private static @Nullable Method find(@Nullable Class<?> type, String name) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == 0) {
          return method;
        }
      }
    }
    return null;
  }
}
