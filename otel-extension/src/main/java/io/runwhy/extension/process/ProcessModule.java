package io.runwhy.extension.process;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.runwhy.extension.hook.HookModule;
import io.runwhy.extension.hook.HookedType;

/** Hooks {@code ProcessBuilder.start}, through which {@code Runtime.exec} passes too. */
public final class ProcessModule extends HookModule {
  public ProcessModule() {
    super(
        "runwhy-process",
        HookedType.of(named("java.lang.ProcessBuilder"))
            .see(
                named("start")
                    .and(not(isStatic()))
                    .and(isJava8() ? takesNoArguments() : takesArguments(1))));
  }

  /** There the public method does the work; later it hands over to a private one. */
  private static boolean isJava8() {
    return System.getProperty("java.specification.version", "").startsWith("1.");
  }
}
