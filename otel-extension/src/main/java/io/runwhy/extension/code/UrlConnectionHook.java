package io.runwhy.extension.code;

import io.runwhy.extension.emit.Event;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import java.io.FileNotFoundException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Downloads by {@code URL.openStream} and {@code URLConnection}, of http and https. A connection is
 * told once, at its first {@code getInputStream}, when the answer's head has come; that of the
 * content is the length it announces. Nothing is asked of the network.
 */
final class UrlConnectionHook implements Hook {
  private static final String STATUS = "Server returned HTTP response code: ";

  private final Steps steps;
  private final Downloads downloads;
  private final Map<Object, Boolean> seen = Collections.synchronizedMap(new WeakHashMap<>());

  UrlConnectionHook(Steps steps, Downloads downloads) {
    this.steps = steps;
    this.downloads = downloads;
  }

  @Override
  public @Nullable End enter(HookCall call) {
    if (steps.current() != null || !(call.instance() instanceof HttpURLConnection)) {
      return null;
    }
    HttpURLConnection connection = (HttpURLConnection) call.instance();
    URL url = connection.getURL();
    if (!downloads.mayBe(
            connection.getRequestMethod(),
            url.getHost(),
            connection.getRequestProperty("User-Agent"))
        || seen.put(connection, true) != null) {
      return null;
    }
    boolean named = downloads.isNamed(url.getPath());
    Target target = Target.of(Verb.GET, "http", url.toString()).build();
    Step step = steps.begin(target, false).enter();
    return (result, thrown) -> {
      step.leave();
      if (thrown != null && named) {
        failed(step, thrown);
      } else if (thrown == null) {
        answered(step, connection, named);
      }
    };
  }

  /** The head is there: these getters wait for nothing. */
  private void answered(Step step, HttpURLConnection connection, boolean named) {
    long length = connection.getContentLengthLong();
    if (named
        || downloads.isShown(
            connection.getHeaderField("Content-Disposition"),
            connection.getContentType(),
            length)) {
      step.done(length);
    }
  }

  private static void failed(Step step, Throwable thrown) {
    int status = status(thrown);
    step.failed(
        Failure.thrown("", status, thrown),
        status > 0 ? Event.Severity.WARN : Event.Severity.ERROR);
  }

  /** The JDK throws for 404 and 410 a class, for others the number in a text. */
  static int status(Throwable thrown) {
    if (thrown instanceof FileNotFoundException) {
      return 404;
    }
    String message = String.valueOf(thrown.getMessage());
    int end = STATUS.length() + 3;
    return message.startsWith(STATUS) && message.length() >= end
        ? Integer.parseInt(message.substring(STATUS.length(), end))
        : 0;
  }
}
