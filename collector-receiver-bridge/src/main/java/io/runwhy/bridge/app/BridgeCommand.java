package io.runwhy.bridge.app;

import io.runwhy.bridge.cli.CliException;
import io.runwhy.bridge.cli.Exit;
import io.runwhy.bridge.cli.Terminal;
import io.runwhy.bridge.config.BridgeConfig;
import io.runwhy.bridge.config.ConfigException;
import io.runwhy.bridge.config.ConfigLoader;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the bridge until it is told to stop. */
@Command(
    name = "bridge",
    description =
        "Watches runs, diagnoses them and sends the answers over OTLP, until it is stopped.")
final class BridgeCommand implements Callable<Integer> {
  private static final Logger logger = LoggerFactory.getLogger(BridgeCommand.class);

  private final Terminal terminal;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "${env:RUNWHY_CONFIG:-}",
      description = "Configuration in YAML; also RUNWHY_CONFIG. Keys: docs/configuration.md.")
  String config = "";

  BridgeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    BridgeConfig loaded = load(config, terminal.environment());
    Bridge bridge;
    try {
      bridge = new Bridge(loaded, changes -> {}, InstantSource.system());
    } catch (RuntimeException e) {
      throw new CliException(Exit.BAD_INPUT, "the bridge cannot be set up: " + e.getMessage(), e);
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              bridge.close();
              stopped.countDown();
            },
            "runwhy-stop");
    try {
      bridge.start();
    } catch (RuntimeException e) {
      bridge.close();
      throw new CliException(
          Exit.CANNOT_CONNECT,
          "the bridge cannot listen on "
              + loaded.http().host()
              + ":"
              + loaded.http().port()
              + ": "
              + e.getMessage(),
          e);
    }
    Runtime.getRuntime().addShutdownHook(hook);
    logger.info("The bridge answers on http://{}:{}", loaded.http().host(), bridge.httpPort());
    stopped.await();
    return Exit.ANSWERED;
  }

  /** Loads the configuration; every problem becomes a line for a person. */
  static BridgeConfig load(String file, Map<String, String> environment) {
    try {
      return ConfigLoader.load(file, environment);
    } catch (ConfigException e) {
      throw new CliException(
          Exit.BAD_INPUT, "the configuration is wrong:\n  " + String.join("\n  ", e.problems()), e);
    }
  }
}
