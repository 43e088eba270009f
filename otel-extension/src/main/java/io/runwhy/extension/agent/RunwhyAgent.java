package io.runwhy.extension.agent;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.javaagent.extension.AgentListener;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.runwhy.extension.code.CodeHooks;
import io.runwhy.extension.config.Option;
import io.runwhy.extension.config.Options;
import io.runwhy.extension.ecs.EcsHooks;
import io.runwhy.extension.emit.MetricOutput;
import io.runwhy.extension.emit.Output;
import io.runwhy.extension.hook.Dispatcher;
import io.runwhy.extension.kubernetes.KubernetesHooks;
import io.runwhy.extension.process.Children;
import io.runwhy.extension.process.ProcessHooks;
import io.runwhy.extension.resource.Resources;
import io.runwhy.extension.run.OwnProcess;
import io.runwhy.extension.run.States;
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

  private static void start(AutoConfiguredOpenTelemetrySdk sdk, Options options)
      throws ReflectiveOperationException {
    OpenTelemetrySdk telemetry = sdk.getOpenTelemetrySdk();
    Clock clock = Clock.systemUTC();
    Tracer tracer = telemetry.getTracer("io.runwhy.extension");
    Late late = new Late();
    States states = new States(late, options.isOn(Option.SPAN_EVENTS));
    OwnProcess own =
        OwnProcess.begin(tracer, options, late, states, System::getenv, clock, RunwhyAgent::warn);

    Dispatcher dispatcher = new Dispatcher(RunwhyAgent::broken);
    Submitter submitter = new Submitter(tracer, late, states, clock);
    KubernetesHooks.add(dispatcher, options, submitter, RunwhyAgent::warn);
    EcsHooks.add(dispatcher, options, submitter, late, clock);
    CodeHooks.add(dispatcher, options, tracer, late, own.run());
    Children children =
        ProcessHooks.add(
            dispatcher,
            options,
            submitter,
            tracer,
            states,
            own,
            late::oomKills,
            clock,
            RunwhyAgent::warn);
    LastWords words =
        new LastWords(
            children::gather,
            late::losses,
            late::flush,
            late::flushMetrics,
            () -> telemetry.getSdkTracerProvider().forceFlush(),
            options.duration(Option.FLUSH_EXIT),
            options.duration(Option.FLUSH_HALT));
    SignalHooks.add(dispatcher, options, own, words, late::peaks, clock);
    dispatcher.open();

    Resource resource = AgentResource.of(sdk);
    late.start(
        () -> Output.open(options, resource, RunwhyAgent::warn),
        () ->
            Resources.start(
                options,
                own.run(),
                MetricOutput.open(options, resource, RunwhyAgent::warn),
                System.getenv(),
                RunwhyAgent::warn),
        own::tellStart,
        e -> logger.log(Level.WARNING, "runwhy: nothing is sent or measured", e));
  }

  private static void broken(String option, Throwable e) {
    logger.log(Level.WARNING, "runwhy: " + option + " is off: a hook of it failed", e);
  }

  private static void warn(String message) {
    logger.warning("runwhy: " + message);
  }
}
