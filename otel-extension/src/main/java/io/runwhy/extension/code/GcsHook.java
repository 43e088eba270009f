package io.runwhy.extension.code;

import io.runwhy.extension.hook.HookCall;
import io.runwhy.extension.hook.Reflection;
import org.checkerframework.checker.nullness.qual.Nullable;

/** {@code readAllBytes} and {@code downloadTo} of Google Cloud Storage, over JSON and gRPC. */
final class GcsHook extends ObjectHook {
  GcsHook(Steps steps) {
    super(steps, true);
  }

  @Override
  @Nullable Target target(HookCall call) {
    Verb verb = call.name().equals("downloadTo") ? Verb.DOWNLOAD : Verb.GET;
    return target(verb, call);
  }

  static @Nullable Target target(Verb verb, HookCall call) {
    Object first = call.argument(0);
    String bucket = first instanceof String ? (String) first : Reflection.text(first, "getBucket");
    String key =
        first instanceof String
            ? String.valueOf(call.argument(1))
            : Reflection.text(first, "getName");
    return bucket.isEmpty()
        ? null
        : Target.of(verb, "gcs", "gs://" + bucket + '/' + key)
            .name("host", "storage.googleapis.com")
            .name("bucket", bucket)
            .name("key", key)
            .build();
  }

  @Override
  long bytes(HookCall call, @Nullable Object result) {
    return result instanceof byte[] ? ((byte[]) result).length : size(call.argument(1));
  }

  @Override
  Failure failure(Throwable thrown) {
    return failed(thrown);
  }

  static Failure failed(Throwable thrown) {
    Throwable told = thrown;
    for (int i = 0; i < Failure.MAX_CAUSES && told != null; i++) {
      if (told.getClass().getSimpleName().equals("StorageException")) {
        int status = (int) Math.max(0, Reflection.number(told, "getCode"));
        return Failure.thrown(Reflection.text(told, "getReason"), status, thrown);
      }
      told = told.getCause();
    }
    return Failure.thrown("", 0, thrown);
  }
}
