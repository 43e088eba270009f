package io.runwhy.bridge.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists the runs that a running bridge knows. */
@Command(
    name = "runs",
    description = "Lists runs with their state and cause, from a running bridge.")
public final class RunsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--state",
      description = "Only runs in this state, for example Running or Crashed.")
  String state = "";

  @Option(names = "--code", description = "Only runs with this cause, for example OOM.Container.")
  String code = "";

  @Option(names = "--limit", defaultValue = "100", description = "Runs at the most. Default: 100.")
  int limit = 100;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "text or json. Default: text.")
  OutputFormat output = OutputFormat.text;

  @Mixin BridgeClient bridge = new BridgeClient();

  public RunsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    JsonNode json =
        bridge.get(
            "/api/v1/runs?limit="
                + limit
                + "&state="
                + BridgeClient.encode(state)
                + "&code="
                + BridgeClient.encode(code));
    if (output == OutputFormat.json) {
      terminal.out().println(json);
      return Exit.ANSWERED;
    }
    JsonNode runs = json.path("runs");
    if (runs.isEmpty()) {
      terminal
          .out()
          .println("No runs" + (state.isEmpty() && code.isEmpty() ? "" : " that fit") + ".");
      return Exit.ANSWERED;
    }
    int name = 4;
    for (JsonNode run : runs) {
      name = Math.max(name, Math.min(50, name(run).length()));
    }
    Style style = terminal.style();
    String format = "%-" + name + "s  %-22s %-9s %-10s %-32s %s";
    terminal
        .out()
        .println(
            style.bold(
                String.format(
                    Locale.ROOT, format, "RUN", "STATE", "STAGE", "SINCE", "CAUSE", "ID")));
    for (JsonNode run : runs) {
      terminal
          .out()
          .println(
              String.format(
                      Locale.ROOT,
                      format,
                      name(run),
                      run.path("state").asString(""),
                      run.path("stage").asString(""),
                      age(run),
                      run.path("code").asString(""),
                      run.path("id").asString(""))
                  .stripTrailing());
    }
    return Exit.ANSWERED;
  }

  private String age(JsonNode run) {
    Duration age =
        Duration.between(Instant.parse(run.path("since").asString("")), terminal.clock().instant());
    return Layout.duration(age.isNegative() ? Duration.ZERO : Duration.ofSeconds(age.toSeconds()));
  }

  private static String name(JsonNode run) {
    String name = run.path("namespace").asString("") + "/" + run.path("name").asString("");
    return name.length() > 50 ? name.substring(0, 49) + "…" : name;
  }
}
