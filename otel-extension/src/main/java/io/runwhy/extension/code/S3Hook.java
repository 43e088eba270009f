package io.runwhy.extension.code;

import io.runwhy.conventions.RunAttributes;
import io.runwhy.extension.hook.HookCall;
import io.runwhy.extension.hook.Reflection;
import org.checkerframework.checker.nullness.qual.Nullable;

/** GetObject of the AWS SDK v2, sync and async. The agent has a span for it. */
final class S3Hook extends ObjectHook {
  S3Hook(Steps steps) {
    super(steps, false);
  }

  @Override
  @Nullable Target target(HookCall call) {
    Object request = call.argument(0);
    String bucket = Reflection.text(request, "bucket");
    String key = Reflection.text(request, "key");
    if (bucket.isEmpty() && key.isEmpty()) {
      return null;
    }
    // older versions do not name it, and cannot be told from a stream then
    boolean file = Reflection.text(call.argument(1), "name").equals("File");
    Verb verb = file ? Verb.DOWNLOAD : Verb.GET;
    return Target.of(verb, "s3", "s3://" + bucket + '/' + key)
        .detail(Reflection.text(request, "range"))
        .name("host", "S3")
        .name("bucket", bucket)
        .name("key", key)
        .attribute(RunAttributes.AWS_S3_BUCKET, bucket)
        .attribute(RunAttributes.AWS_S3_KEY, key)
        .build();
  }

  @Override
  long bytes(HookCall call, @Nullable Object result) {
    long direct = Reflection.number(result, "contentLength");
    return direct >= 0 ? direct : Reflection.number(result, "response", "contentLength");
  }

  @Override
  Failure failure(Throwable thrown) {
    String code = Reflection.text(thrown, "awsErrorDetails", "errorCode");
    int status = (int) Math.max(0, Reflection.number(thrown, "statusCode"));
    return Failure.thrown(code, status, thrown)
        .with(RunAttributes.AWS_REQUEST_ID, Reflection.text(thrown, "requestId"));
  }
}
