package io.runwhy.bridge.app;

import io.runwhy.bridge.cli.CliException;
import io.runwhy.bridge.cli.Exit;
import io.runwhy.bridge.cli.Terminal;
import io.runwhy.bridge.cli.VerdictView;
import io.runwhy.bridge.config.BridgeConfig;
import io.runwhy.bridge.config.EcsConfig;
import io.runwhy.bridge.config.EmitConfig;
import io.runwhy.bridge.config.HttpConfig;
import io.runwhy.bridge.config.KubernetesConfig;
import io.runwhy.bridge.config.LogsConfig;
import io.runwhy.bridge.config.TimelineConfig;
import io.runwhy.bridge.demo.Demo;
import io.runwhy.bridge.http.RunDirectory.BusyException;
import io.runwhy.bridge.model.RunSnapshot;
import io.runwhy.bridge.model.StageBudgets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the bridge at work without a cluster. */
@Command(
    name = "demo",
    description =
        "Ten runs live and die in an embedded Kubernetes API; the bridge says why. Under a minute.")
final class DemoCommand implements Callable<Integer> {
  private static final Map<String, String> NO_EXPORT =
      Map.of(
          "otel.logs.exporter", "none",
          "otel.traces.exporter", "none",
          "otel.metrics.exporter", "none");

  private final Terminal terminal;

  @Option(
      names = "--speed",
      defaultValue = "1",
      paramLabel = "N",
      description = "N times as fast. Default: 1.")
  double speed = 1;

  @Option(
      names = "--otlp",
      defaultValue = "",
      paramLabel = "URL",
      description =
          "Send the very same records to this Collector too, for example http://localhost:4318.")
  String otlp = "";

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(speed >= 0.1 && speed <= 100)) {
      throw new CliException(
          Exit.BAD_INPUT,
          "option --speed: " + speed + " is given, a number from 0.1 to 100 is expected");
    }
    Path kubeconfig = Files.createTempFile("runwhy-demo", ".kubeconfig");
    try (Demo demo = new Demo(terminal.out(), terminal.style(), speed, terminal.clock())) {
      Files.writeString(kubeconfig, demo.kubeconfig());
      try (Bridge bridge = new Bridge(config(kubeconfig), demo::changed, InstantSource.system())) {
        bridge.start();
        demo.play();
        settle(demo);
        stuck(bridge);
      }
    } finally {
      Files.deleteIfExists(kubeconfig);
    }
    return Exit.ANSWERED;
  }

  private static void settle(Demo demo) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (demo.ended() < Demo.ENDING && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** What would hang for ever without help. */
  private void stuck(Bridge bridge) {
    try {
      for (RunSnapshot run : bridge.runs()) {
        if (!run.states().isEmpty() && !run.current().state().isTerminal()) {
          terminal.out().println();
          new VerdictView(terminal.style()).run(run, true).forEach(terminal.out()::println);
        }
      }
    } catch (BusyException e) {
      throw new CliException(Exit.UNEXPECTED, String.valueOf(e.getMessage()), e);
    }
  }

  private BridgeConfig config(Path kubeconfig) {
    KubernetesConfig k = KubernetesConfig.DEFAULT;
    TimelineConfig t = TimelineConfig.DEFAULT;
    return new BridgeConfig(
        new KubernetesConfig(
            true,
            "demo",
            List.of(),
            "",
            kubeconfig.toString(),
            "",
            "",
            k.pageSize(),
            k.reconcile(),
            k.watchIdle(),
            100),
        EcsConfig.DEFAULT,
        new TimelineConfig(
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            t.pendingEvidenceAfter(),
            t.recheck(),
            t.replayWindow(),
            t.maxRuns(),
            t.maxFinishedRuns()),
        StageBudgets.DEFAULT,
        LogsConfig.DEFAULT,
        new EmitConfig(
            otlp,
            EmitConfig.DEFAULT.queueCapacity(),
            EmitConfig.DEFAULT.batchSize(),
            Duration.ofSeconds(5),
            otlp.isEmpty() ? NO_EXPORT : Map.of()),
        new HttpConfig("127.0.0.1", 0, "", ""));
  }
}
