package io.runwhy.bridge.cli;

import io.runwhy.bridge.answer.AnswerReader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows a run of a running bridge: states with durations, verdict, evidence, fix, log tail. */
@Command(name = "why", description = "Says why a run failed or is stuck, from a running bridge.")
public final class WhyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "RUN",
      description = "A run's id, or its name (then the newest of that name).")
  String run = "";

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "text or json. Default: text.")
  OutputFormat output = OutputFormat.text;

  @Mixin BridgeClient bridge = new BridgeClient();

  public WhyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    JsonNode json = bridge.get("/api/v1/runs/" + BridgeClient.encode(run));
    if (output == OutputFormat.json) {
      terminal.out().println(json);
    } else {
      new VerdictView(terminal.style())
          .run(AnswerReader.run(json, terminal.clock().instant()), true)
          .forEach(terminal.out()::println);
    }
    return Exit.ANSWERED;
  }
}
