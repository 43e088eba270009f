package io.runwhy.extension.code;

import io.runwhy.extension.emit.Event;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import io.runwhy.extension.hook.Reflection;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Downloads by {@code java.net.http.HttpClient}, sync and async. The classes are newer than Java 8,
 * so they are read by reflection.
 */
final class HttpClientHook implements Hook {
  private final Steps steps;
  private final Downloads downloads;

  HttpClientHook(Steps steps, Downloads downloads) {
    this.steps = steps;
    this.downloads = downloads;
  }

  @Override
  public @Nullable End enter(HookCall call) {
    if (steps.current() != null) {
      return null;
    }
    Object request = call.argument(0);
    Object uri = Reflection.get(request, "uri");
    if (!(uri instanceof URI)) {
      return null;
    }
    URI address = (URI) uri;
    String host = address.getHost() == null ? "" : address.getHost();
    Object headers = Reflection.get(request, "headers");
    if (!downloads.mayBe(Reflection.text(request, "method"), host, header(headers, "User-Agent"))) {
      return null;
    }
    boolean named = downloads.isNamed(address.getPath());
    Target target = Target.of(Verb.GET, "http", address.toString()).build();
    Step step = steps.begin(target, false).enter();
    return (result, thrown) -> {
      step.leave();
      if (thrown == null && result instanceof CompletionStage) {
        ((CompletionStage<?>) result)
            .whenComplete((response, failure) -> end(step, named, response, failure));
      } else {
        end(step, named, result, thrown);
      }
    };
  }

  private void end(
      Step step, boolean named, @Nullable Object response, @Nullable Throwable thrown) {
    if (thrown != null) {
      if (named) {
        step.failed(Failure.thrown("", 0, ObjectHook.unwrapped(thrown)), Event.Severity.ERROR);
      }
      return;
    }
    int status = (int) Reflection.number(response, "statusCode");
    if (status >= 400) {
      if (named) {
        step.failed(Failure.answered(status), Event.Severity.WARN);
      }
      return;
    }
    Object headers = Reflection.get(response, "headers");
    long length = bytes(Reflection.get(response, "body"), headers);
    if (named
        || downloads.isShown(
            header(headers, "Content-Disposition"), header(headers, "Content-Type"), length)) {
      step.done(length);
    }
  }

  private static long bytes(@Nullable Object body, @Nullable Object headers) {
    if (body instanceof byte[]) {
      return ((byte[]) body).length;
    }
    long file = ObjectHook.size(body);
    if (file >= 0) {
      return file;
    }
    String length = header(headers, "Content-Length");
    if (length == null || !length.matches("[0-9]{1,18}")) {
      return -1;
    }
    return Long.parseLong(length);
  }

  private static @Nullable String header(@Nullable Object headers, String name) {
    Object value = Reflection.find(headers, "firstValue", name);
    return value instanceof java.util.Optional
        ? (String) ((java.util.Optional<?>) value).orElse(null)
        : null;
  }
}
