package io.runwhy.extension.process;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.runwhy.extension.hook.HookModule;
import io.runwhy.extension.hook.HookedType;
import java.util.Map;

/**
 * Hooks the one place through which {@code ProcessBuilder.start}, {@code startPipeline} and {@code
 * Runtime.exec} pass, just before the system is asked: there the environment is an argument, so the
 * program's own builder is never touched. And the places where a child is asked to end.
 *
 * <p>{@code ProcessBuilder} is hooked because it is always loaded: the door comes into the
 * bootstrap loader with it.
 */
public final class ProcessModule extends HookModule {
  public ProcessModule() {
    super(
        "runwhy-process",
        HookedType.of(named("java.lang.ProcessBuilder"))
            .see(named("start").and(not(isStatic())).and(takesNoArguments())),
        HookedType.of(named("java.lang.ProcessImpl"))
            .change(
                named("start")
                    .and(isStatic())
                    .and(takesArguments(5))
                    .and(takesArgument(0, String[].class))
                    .and(takesArgument(1, Map.class)))
            .see(namedOneOf("destroy", "destroyForcibly").and(takesNoArguments())),
        HookedType.of(named("java.lang.UNIXProcess"))
            .see(namedOneOf("destroy", "destroyForcibly").and(takesNoArguments())),
        HookedType.of(named("java.lang.ProcessHandleImpl"))
            .see(named("destroyProcess").and(takesArguments(boolean.class))));
  }
}
