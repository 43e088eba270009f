package io.runwhy.extension.ecs;

import io.runwhy.conventions.refusal.Refusals;
import io.runwhy.conventions.refusal.Verdict;
import io.runwhy.extension.hook.Reflection;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What the SDK threw, as a cause. */
final class SdkFailure {
  private SdkFailure() {}

  /** The SDK's own exception, out of those that futures put around it. */
  static Throwable bare(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause != null
            && (thrown instanceof CompletionException || thrown instanceof ExecutionException)
        ? cause
        : thrown;
  }

  static Verdict verdict(TaskRequest request, Throwable thrown) {
    if (is(thrown, "SdkClientException")) {
      return Refusals.unreachable("Amazon ECS", thrown);
    }
    Object details = Reflection.get(thrown, "awsErrorDetails");
    String code = Reflection.text(details, "errorCode");
    String message = Reflection.text(details, "errorMessage");
    return Refusals.ecs(
        request.operation(),
        code.isEmpty() ? thrown.getClass().getSimpleName() : code,
        message.isEmpty() ? String.valueOf(thrown.getMessage()) : message,
        request.values());
  }

  /** Without a service that answered: no credentials, no network, a time that ran out. */
  private static boolean is(Throwable thrown, String simpleName) {
    for (Class<?> c = thrown.getClass(); c != null; c = c.getSuperclass()) {
      if (c.getName().endsWith('.' + simpleName)) {
        return true;
      }
    }
    return false;
  }
}
