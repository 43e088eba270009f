package io.runwhy.extension.ecs;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.nameEndsWith;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.runwhy.extension.hook.HookModule;
import io.runwhy.extension.hook.HookedType;

/** Hooks RunTask and StartTask of the AWS SDK for Java v2, relocated copies too. */
public final class EcsModule extends HookModule {
  static final String CLIENT = ".services.ecs.DefaultEcsClient";
  static final String ASYNC_CLIENT = ".services.ecs.DefaultEcsAsyncClient";

  public EcsModule() {
    super(
        "runwhy-ecs",
        HookedType.of(nameEndsWith(CLIENT).or(nameEndsWith(ASYNC_CLIENT)))
            .change(
                namedOneOf("runTask", "startTask").and(not(isStatic())).and(takesArguments(1))));
  }
}
