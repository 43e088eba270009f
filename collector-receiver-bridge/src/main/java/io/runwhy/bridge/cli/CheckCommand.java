package io.runwhy.bridge.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks what the bridge needs before it is started: configuration, rights, selector, Collector.
 */
@Command(
    name = "check",
    description =
        "Checks configuration, permissions, selector and Collector, and says what each gap costs.")
public final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Function<String, List<Result>> checks;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "${env:RUNWHY_CONFIG:-}",
      description = "The bridge's configuration; also RUNWHY_CONFIG.")
  String config = "";

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "text or json. Default: text.")
  OutputFormat output = OutputFormat.text;

  /**
   * One thing that was checked.
   *
   * @param cost what is lost when it is not well; empty when it is
   */
  public record Result(Status status, String what, String cost) {}

  /** How a check came out. */
  public enum Status {
    OK,
    /** Something is missing; the bridge works without it. */
    GAP,
    /** The bridge cannot do its work. */
    FAILED,
    /** Something cannot be reached. */
    UNREACHABLE
  }

  /** Takes the checks from the application: from the path of a configuration to results. */
  public CheckCommand(Terminal terminal, Function<String, List<Result>> checks) {
    this.terminal = terminal;
    this.checks = checks;
  }

  @Override
  public Integer call() {
    List<Result> results = checks.apply(config);
    if (output == OutputFormat.json) {
      ArrayNode array = JsonMapper.builder().build().createArrayNode();
      for (Result r : results) {
        ObjectNode node = array.addObject();
        node.put("status", r.status().name().toLowerCase(java.util.Locale.ROOT));
        node.put("what", r.what());
        node.put("cost", r.cost());
      }
      terminal.out().println(array);
    } else {
      results.forEach(this::print);
    }
    if (results.stream().anyMatch(r -> r.status() == Status.UNREACHABLE)) {
      return Exit.CANNOT_CONNECT;
    }
    return results.stream().anyMatch(r -> r.status() == Status.FAILED)
        ? Exit.BAD_INPUT
        : Exit.ANSWERED;
  }

  private void print(Result r) {
    Style style = terminal.style();
    String mark =
        switch (r.status()) {
          case OK -> style.green("ok     ");
          case GAP -> style.yellow("missing");
          case FAILED, UNREACHABLE -> style.red("FAILED ");
        };
    terminal.out().println(mark + "  " + r.what());
    if (!r.cost().isEmpty()) {
      Layout.wrap("without it: " + r.cost(), style.width() - 9)
          .forEach(l -> terminal.out().println("         " + l));
    }
  }
}
