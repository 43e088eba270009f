package io.runwhy.extension.agent;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.javaagent.extension.AgentListener;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.emit.Output;
import io.runwhy.extension.emit.States;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.process.Children;
import io.runwhy.extension.process.ProcessHooks;
import io.runwhy.extension.run.OwnProcess;
import io.runwhy.extension.signal.LastWords;
import io.runwhy.extension.signal.SignalHooks;
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
      if (options.isOn(Option.ENABLED) && !isDisabled()) {
        start(sdk, options);
      }
    } catch (Throwable e) {
      logger.log(Level.WARNING, "runwhy is off: it could not start", e);
    }
  }

  /** The agent's own switch: who turns the SDK off wants no telemetry at all. */
  private static boolean isDisabled() {
    String value = System.getProperty("otel.sdk.disabled", System.getenv("OTEL_SDK_DISABLED"));
    return value != null && value.trim().equalsIgnoreCase("true");
  }

  private static void start(AutoConfiguredOpenTelemetrySdk sdk, Options options) throws Exception {
    OpenTelemetrySdk telemetry = sdk.getOpenTelemetrySdk();
    Output output = Output.open(options, AgentResource.of(sdk), RunwhyAgent::warn);
    States states = new States(output.events(), options.isOn(Option.SPAN_EVENTS));
    Clock clock = Clock.systemUTC();
    Tracer tracer = telemetry.getTracer("io.runwhy.extension");
    Submitter submitter = new Submitter(tracer, output.events(), states, clock);
    Dispatcher dispatcher =
        new Dispatcher(
            (option, e) ->
                logger.log(Level.WARNING, "runwhy: " + option + " is off: a hook of it failed", e));
    OwnProcess own =
        OwnProcess.begin(
            tracer, options, output.events(), states, System::getenv, clock, RunwhyAgent::warn);
    Children children =
        ProcessHooks.add(
            dispatcher, options, submitter, tracer, states, own, () -> 0, clock, RunwhyAgent::warn);
    LastWords words =
        new LastWords(
            children::gather,
            output::flush,
            () -> telemetry.getSdkTracerProvider().forceFlush(),
            options.duration(Option.FLUSH_EXIT),
            options.duration(Option.FLUSH_HALT));
    SignalHooks.add(dispatcher, options, own, words, clock);
    dispatcher.open();
  }

  private static void warn(String message) {
    logger.warning("runwhy: " + message);
  }
}
