package io.runwhy.extension.process;

import io.runwhy.conventions.RunAttributes;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.hook.Hook;
import io.runwhy.extension.hook.HookCall;
import io.runwhy.extension.run.Run;
import io.runwhy.extension.submit.Submission;
import io.runwhy.extension.submit.Submitter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What is told of processes that the program starts. */
public final class ProcessHooks implements Hook {
  private final Submitter submitter;

  private ProcessHooks(Submitter submitter) {
    this.submitter = submitter;
  }

  public static void add(Dispatcher dispatcher, Options options, Submitter submitter) {
    if (options.isOn(Option.SUBMIT_PROCESS)) {
      dispatcher.add(
          Option.SUBMIT_PROCESS.property(),
          new ProcessHooks(submitter),
          "java.lang.ProcessBuilder.start");
    }
  }

  @Override
  public @Nullable End enter(HookCall call) {
    Object instance = call.instance();
    if (!(instance instanceof ProcessBuilder)) {
      return null;
    }
    List<String> command = ((ProcessBuilder) instance).command();
    String program = command.isEmpty() ? "" : command.get(0);
    Map<String, Object> attributes =
        Collections.singletonMap(RunAttributes.PROCESS_EXECUTABLE_NAME, program);
    Submission submission =
        submitter.begin("start process", Run.NONE, "starts " + program, attributes);
    return (result, thrown) -> submission.created(Collections.emptyMap());
  }
}
