package io.runwhy.extension.agent;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.javaagent.extension.AgentListener;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.Output;
import io.runwhy.extension.emit.States;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.kubernetes.KubernetesHooks;
import io.runwhy.extension.process.ProcessHooks;
import io.runwhy.extension.submit.Submitter;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the extension once the agent stands, before the program's main method. */
public final class RunwhyAgent implements AgentListener {
  private static final Logger logger = Logger.getLogger("io.runwhy.extension");

  @Override
  public void afterAgent(AutoConfiguredOpenTelemetrySdk sdk) {
    try {
      Options options = Options.read(System::getProperty, System::getenv, RunwhyAgent::warn);
      if (options.isOn(Option.ENABLED)) {
        start(sdk, options);
      }
    } catch (Throwable e) {
      logger.log(Level.WARNING, "runwhy is off: it could not start", e);
    }
  }

  private static void start(AutoConfiguredOpenTelemetrySdk sdk, Options options) throws Exception {
    OpenTelemetry telemetry = sdk.getOpenTelemetrySdk();
    Output output = Output.open(options, AgentResource.of(sdk), RunwhyAgent::warn);
    States states = new States(output.events(), options.isOn(Option.SPAN_EVENTS));
    Submitter submitter =
        new Submitter(
            telemetry.getTracer("io.runwhy.extension"), output.events(), states, Clock.systemUTC());
    Dispatcher dispatcher =
        new Dispatcher(
            (option, e) ->
                logger.log(Level.WARNING, "runwhy: " + option + " is off: a hook of it failed", e));
    ProcessHooks.add(dispatcher, options, submitter);
    KubernetesHooks.add(dispatcher, options, submitter, RunwhyAgent::warn);
    dispatcher.open();
  }

  private static void warn(String message) {
    logger.warning("runwhy: " + message);
  }
}
