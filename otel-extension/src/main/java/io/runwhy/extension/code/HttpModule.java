package io.runwhy.extension.code;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.runwhy.extension.hook.HookModule;
import io.runwhy.extension.hook.HookedType;

/** Hooks the HTTP clients of the JDK. Https connections go through the class of http too. */
public final class HttpModule extends HookModule {
  public HttpModule() {
    super(
        "runwhy-code-http",
        HookedType.of(named("sun.net.www.protocol.http.HttpURLConnection"))
            .see(named("getInputStream").and(takesNoArguments())),
        HookedType.of(named("jdk.internal.net.http.HttpClientImpl"))
            .see(named("send").and(takesArguments(2)))
            .see(named("sendAsync").and(takesArguments(3))));
  }
}
